using System.Globalization;
using System.Text;

namespace OvsWizard.Tests;

/// <summary>
/// Texts that nobody would write, made from those that somebody would: bytes flipped, pieces cut out, doubled, moved
/// and mixed. Seeded, so that what failed once fails again. OVSWIZARD_FUZZ says how many, for the night; here 10,000.
/// </summary>
internal static class Mutations
{
    private static readonly byte[][] Hostile = [.. new[]
    {
        "\0", "\u001b]0;x\a", "\u202e", "{", "}", "[", "]", "\"", "'", "\n", "\r\n", "\t", ":", "- ", "#", "&a",
        "*a", "!!int ", "|\n", "99999999999999999999", "-1", "null", "~", "%YAML 9\n", "\ud83d\ude00", "=", "@",
        "|", " ", ",", "\\",
    }.Select(Encoding.UTF8.GetBytes), [0xff], [0xc0, 0x80], [0xfe, 0xff]];

    public static int Count => Environment.GetEnvironmentVariable("OVSWIZARD_FUZZ") is { Length: > 0 } said
        ? int.Parse(said, CultureInfo.InvariantCulture) : 10_000;

    /// <summary>
    /// Gives each text made from the samples to the reader; what the reader throws names the text's number.
    /// </summary>
    public static void Each(IReadOnlyList<byte[]> samples, Action<byte[]> read)
    {
        for (var number = 0; number < Count; number++)
        {
            var text = Of(samples, new Random(number));
            try
            {
                read(text);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"text {number} is not taken: {Convert.ToBase64String(text)}", e);
            }
        }
    }

    private static byte[] Of(IReadOnlyList<byte[]> samples, Random random)
    {
        var text = samples[random.Next(samples.Count)].ToList();
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(text.Count + 1);
            var length = random.Next(Math.Min(40, text.Count - at) + 1);
            switch (random.Next(6))
            {
                case 0 when at < text.Count: text[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: text.RemoveRange(at, length); break;
                case 2: text.InsertRange(random.Next(text.Count + 1), text.GetRange(at, length)); break;
                case 3: text.InsertRange(at, Hostile[random.Next(Hostile.Length)]); break;
                case 4: text.RemoveRange(at, text.Count - at); break;
                default: text.InsertRange(at, samples[random.Next(samples.Count)].Take(random.Next(80))); break;
            }
        }
        return [.. text];
    }
}
