using System.Globalization;
using OvsWizard.Yaml;

namespace OvsWizard.Texts;

/// <summary>
/// The texts of the program in Chinese. English stands in the code: <c>language.Say($"{count} hosts")</c>; its format,
/// <c>{0} hosts</c>, is the key under which one of the files <c>Texts/zh/*.yml</c> has the Chinese one. A text that is
/// missing there is said in English.
/// </summary>
public static class Catalogue
{
    /// <summary>Read when the first Chinese text is asked for: an English session never pays for it.</summary>
    private static readonly Lazy<Dictionary<string, string>> chinese = new(ReadChinese);

    /// <summary>
    /// The text in this language; a <see cref="Text"/> among its values or a text like this one is said in the same
    /// language.
    /// </summary>
    public static string Say(this Language language, FormattableString text)
    {
        var values = text.GetArguments();
        var format = language is Language.Chinese && chinese.Value.TryGetValue(text.Format, out var translated)
            ? translated : Agreement.Of(text.Format, values);
        return string.Format(CultureInfo.InvariantCulture, format, [.. values.Select(v =>
            v is Text both ? both.In(language) : v is FormattableString inner ? language.Say(inner) : v)]);
    }

    /// <summary>
    /// A text that has no values in it, and stands in no <c>Say</c>: a description of the command line's.
    /// </summary>
    public static string SayWhole(this Language language, string text) =>
        language is Language.Chinese && chinese.Value.TryGetValue(text, out var translated) ? translated : text;

    /// <summary>English format to Chinese format, as the files have them.</summary>
    public static IReadOnlyDictionary<string, string> Chinese => chinese.Value;

    private static Dictionary<string, string> ReadChinese()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Catalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("texts/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            foreach (var (english, chinese) in YamlFile.Parse(reader.ReadToEnd(), name)
                .AsMapping($"the catalogue").Entries)
                texts[english.Value] = chinese.AsScalar($"a text").Value;
        }
        return texts;
    }
}
