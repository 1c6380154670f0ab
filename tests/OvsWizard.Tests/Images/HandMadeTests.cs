using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using OvsWizard.Images;

namespace OvsWizard.Tests.Images;

/// <summary>Whatever others change between a run and its rollback survives the rollback, or is asked about.</summary>
public sealed class HandMadeTests
{
    private const int Changes = 2_000;

    /// <summary>A line by its number: few, so that the same are often changed by both.</summary>
    private static readonly Gen<string[]> Lines = Gen.Int[0, 9].Select(n => $"line {n}\n").Array[0, 8];

    private static readonly Gen<(bool Gone, string[] Lines)> Before = Gen.Select(Gen.Bool, Lines);

    private static readonly Gen<Dictionary<string, int>> Keys =
        Gen.Select(Gen.Int[0, 5].Select(n => $"key{n}"), Gen.Int[0, 3]).Array[0, 5]
            .Select(all => all.DistinctBy(k => k.Item1).ToDictionary(k => k.Item1, k => k.Item2));

    private static readonly Gen<string[]> Ports =
        Gen.Int[0, 7].Select(n => $"port{n}").Array[0, 6].Select(all => all.Distinct().Order().ToArray());

    [Theory]
    [InlineData("/etc/sysctl.d/60-a.conf")]
    [InlineData("/etc/hosts")]
    public void A_line_that_a_hand_has_put_into_a_file(string path) =>
        Gen.Select(Before, Lines, Gen.Int[0, 8]).Sample((before, after, at) =>
        {
            at = Math.Min(at, after.Length);
            string[] now = [.. after[..at], "by hand\n", .. after[at..]];
            var merged = ImageMerge.Of(before.Gone ? $"rm -f '{path}'" : File(path, before.Lines), File(path, after),
                File(path, now));
            var content = ContentIn(merged.Ours);
            // What the hand did not touch is as before.
            return merged.Clashes || (content.Contains("by hand\n", StringComparison.Ordinal)
                && content.Replace("by hand\n", "", StringComparison.Ordinal) == (before.Gone ? ""
                    : string.Concat(before.Lines)));
        }, iter: Changes);

    [Fact]
    public void Any_edit_of_a_file() =>
        Gen.Select(Lines, Lines, Lines).Sample((before, after, now) =>
        {
            var merged = ImageMerge.Of(File("/etc/hosts", before), File("/etc/hosts", after), File("/etc/hosts", now));
            if (now.SequenceEqual(after)) return merged.Changes.Count == 0;
            if (merged.Clashes) return true;
            // By how often each line stands there: what either side has added is in it.
            return Enumerable.Range(0, 10).Select(n => $"line {n}\n").All(line =>
            {
                int Count(IEnumerable<string> lines) => lines.Count(l => l == line);
                var (b, a, n, m) = (Count(before), Count(after), Count(now), Count(ContentIn(merged.Ours)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"{l}\n")));
                return m >= n - a && m >= b - a;
            });
        }, iter: Changes);

    [Fact]
    public void Keys_that_a_hand_has_set_changed_or_removed_in_JSON() =>
        Gen.Select(Gen.Bool, Keys, Keys, Keys).Sample((gone, before, after, now) =>
        {
            if (gone) before = [];
            var merged = ImageMerge.Of(gone ? "rm -f '/d.json'" : Json(before), Json(after), Json(now));
            var text = ContentIn(merged.Ours);
            var found = text.Length == 0 ? []
                : JsonNode.Parse(text)!.AsObject().ToDictionary(k => k.Key, k => (int)k.Value!);
            return before.Keys.Union(after.Keys).Union(now.Keys).All(key =>
            {
                int? Of(Dictionary<string, int> keys) => keys.TryGetValue(key, out var value) ? value : null;
                var (b, a, n, m) = (Of(before), Of(after), Of(now), Of(found));
                return a == n ? m == b : a == b || n == b ? m == n : merged.Changes.Any(c =>
                    c.Clash is not null && c.What.En.EndsWith($"\"{key}\"", StringComparison.Ordinal));
            });
        }, iter: Changes);

    [Fact]
    public void Ports_that_a_hand_has_added_or_removed() =>
        Gen.Select(Gen.Bool, Ports, Ports, Ports).Sample((gone, before, after, now) =>
        {
            string Holds(string[] ports) =>
                $"ovs-vsctl set bridge br rstp=true\n# holds br : {string.Join(' ', ports)}".TrimEnd();
            if (gone)
                return ImageMerge.Of("ovs-vsctl --if-exists del-br br", Holds(after), Holds(now)).Clashes
                    == now.Except(after).Any();
            var merged = ImageMerge.Of(Ported(before), Ported(after), Ported(now));
            var found = HostImage.Read(merged.Ours).OfType<SetRecord>().Single().Members;
            return !merged.Clashes && before.Union(after).Union(now).All(p =>
                found.Contains(p) == (now.Contains(p) == after.Contains(p) ? before.Contains(p) : now.Contains(p)));
        }, iter: Changes);

    private static string Ported(string[] ports) => $"keep_ovs_put_only_ports br : {string.Join(' ', ports)}".TrimEnd();

    private static string Json(Dictionary<string, int> keys) =>
        File("/d.json", [$"{{ {string.Join(",\n  ", keys.Select(k => $"\"{k.Key}\": {k.Value}"))} }}\n"]);

    private static string File(string path, string[] lines) =>
        $"ovsw_put_back '{path}' 0644 0:0 <<OVSW_BASE64\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Concat(lines)))}\nOVSW_BASE64";

    private static string ContentIn(string image) =>
        HostImage.Read(image).OfType<FileRecord>().Single().Content is { } content
            ? Encoding.UTF8.GetString(content) : "";
}
