using OvsWizard.Runbooks;
using OvsWizard.Yaml;

namespace OvsWizard.Diagnosis;

/// <summary>
/// What the results of probes mean, where it stands beside the file that has them: <c>readings/NAME.yml</c> holds, by
/// the probe's id, its <c>readings</c>, and as <c>otherwise</c> what any other result means. A probe may also say both
/// itself.
/// </summary>
internal static class ReadingsBeside
{
    private const string Otherwise = "otherwise";

    /// <param name="root">The content of the file <paramref name="path"/>.</param>
    /// <param name="findings">Takes what is wrong with the readings' translation.</param>
    /// <exception cref="Failure">Input: there is no such probe, or it says so itself (file:line:column).</exception>
    public static YamlMapping Into(YamlMapping root, string path, Findings findings)
    {
        if (BesideFiles.Find(path, "readings", Path.GetFileName(path)) is not var (beside, isShipped)) return root;
        var readings = Translation.Into(YamlFile.Load(beside).AsMapping($"readings"), beside, findings);
        var probes = root.Find("probes") is { } list ? list.AsSequence($"'probes'") : new YamlSequence([], root.At);
        foreach (var (id, _) in readings.Entries)
            if (!isShipped && !probes.Items.Any(p => IdOf(p) == id.Value))
                throw id.Wrong($"probe '{id.Value}' not found", $"searched in {probes.At}",
                    $"remove it, or call it as the probe is called");
        var whole = new YamlSequence([.. probes.Items.Select(p => IdOf(p) is { } id && readings.Find(id) is { } of
            ? With((YamlMapping)p, of.AsMapping($"readings"), isShipped) : p)], probes.At);
        return new YamlMapping([.. root.Entries.Select(e => e.Key.Value is "probes" ? new(e.Key, whole) : e)], root.At);
    }

    private static string? IdOf(YamlNode probe) =>
        (probe as YamlMapping) is { } p ? p.FindText("id") ?? p.FindText("part") ?? p.FindText("step") : null;

    private static YamlMapping With(YamlMapping probe, YamlMapping readings, bool unlessItsOwn)
    {
        if ((probe.Find("readings") ?? probe.Find(Otherwise)) is { } twice)
            return unlessItsOwn ? probe : throw twice.Wrong($"the probe has readings both inside and beside the file",
                $"{readings.At}", $"keep one of them");
        var named = new YamlMapping([.. readings.Entries.Where(e => e.Key.Value is not Otherwise)], readings.At);
        var added = new List<KeyValuePair<YamlScalar, YamlNode>>();
        if (named.Entries.Count > 0) added.Add(new(new YamlScalar("readings", true, readings.At, readings.At), named));
        added.AddRange(readings.Entries.Where(e => e.Key.Value is Otherwise));
        return new YamlMapping([.. probe.Entries, .. added], probe.At);
    }
}
