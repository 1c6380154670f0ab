namespace OvsWizard.Lab.Image;

/// <summary>A suite of a package archive, as apt knows it.</summary>
/// <param name="SignedBy">The keyring file, where the entry names one.</param>
public sealed record AptSource(string Uri, string Suite, IReadOnlyList<string> Components, string? SignedBy)
{
    /// <summary>The one-line form of sources.list(5).</summary>
    public override string ToString() =>
        $"deb {(SignedBy is null ? "" : $"[signed-by={SignedBy}] ")}{Uri} {Suite} {string.Join(' ', Components)}";
}

/// <summary>
/// Where this machine gets its packages from: the image is built from the same place, so it works wherever apt does.
/// </summary>
public static class AptSources
{
    /// <summary>The sources of this distribution release, the release itself first.</summary>
    /// <exception cref="Failure">Input: apt's configuration has no source for it or another release.</exception>
    public static IReadOnlyList<AptSource> Read(string folder, DebianRelease release)
    {
        var main = Path.Combine(folder, "sources.list");
        var parts = Path.Combine(folder, "sources.list.d");
        var files = Directory.Exists(parts) ? Directory.EnumerateFiles(parts).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        if (File.Exists(main)) files = files.Prepend(main);
        var sources = files.SelectMany(file => Path.GetExtension(file) switch
        {
            ".list" => ParseLines(File.ReadAllText(file)),
            ".sources" => ParseStanzas(File.ReadAllText(file)),
            _ => [],
        });
        return Choose([.. sources], release);
    }

    /// <summary>
    /// Of all sources, those of the distribution: the release and its updates, with main. A vendor's own archive is
    /// left out. An archive has all releases: where the machine reads another one there, it is asked for this one.
    /// </summary>
    internal static IReadOnlyList<AptSource> Choose(IReadOnlyList<AptSource> sources, DebianRelease release)
    {
        var found = Of(sources, release.Name);
        if (found.Count > 0) return found;
        var others = DebianRelease.Names.Select(name => Renamed(Of(sources, name), name, release));
        return others.FirstOrDefault(renamed => renamed.Count > 0) ?? throw new Failure(
            FailureKind.Input, $"apt has no source for '{release.Name} main'",
            $"the lab's image is built from the machine's own package sources",
            $"check /etc/apt/sources.list and /etc/apt/sources.list.d");
    }

    /// <summary>Those of one release; none where the release itself is not among them.</summary>
    private static List<AptSource> Of(IReadOnlyList<AptSource> sources, string codename)
    {
        string[] suites = [codename, $"{codename}-updates", $"{codename}-security"];
        var all = sources.Where(source => source.Components.Contains("main") && suites.Contains(source.Suite));
        var chosen = all.OrderBy(source => source.Suite == codename ? 0 : 1).ToList();
        return chosen is [var first, ..] && first.Suite == codename ? chosen : [];
    }

    private static List<AptSource> Renamed(IReadOnlyList<AptSource> sources, string from, DebianRelease to)
    {
        var renamed = sources.Select(source => source with { Suite = to.Name + source.Suite[from.Length..] });
        return [.. renamed.Where(source => to.Suites.Contains(source.Suite))];
    }

    /// <summary>The one-line format: <c>deb [options] uri suite component…</c>.</summary>
    internal static IEnumerable<AptSource> ParseLines(string text)
    {
        foreach (var line in text.Split('\n').Select(line => line.Split('#')[0].Trim()))
        {
            if (!line.StartsWith("deb ", StringComparison.Ordinal)
                && !line.StartsWith("deb\t", StringComparison.Ordinal)) continue;
            var rest = line[4..].Trim();
            string? signedBy = null;
            if (rest.StartsWith('[') && rest.IndexOf(']') is > 0 and var end)
            {
                signedBy = rest[1..end].Split(' ').Select(option => option.Split('=', 2))
                    .FirstOrDefault(pair => pair is ["signed-by", _])?[1];
                rest = rest[(end + 1)..];
            }
            if (Words(rest) is [var uri, var suite, .. var components])
                yield return new(uri, suite, components, signedBy);
        }
    }

    /// <summary>The deb822 format: stanzas of <c>Field: value</c>.</summary>
    internal static IEnumerable<AptSource> ParseStanzas(string text)
    {
        foreach (var stanza in text.Replace("\r", "").Split("\n\n"))
        {
            var fields = Fields(stanza);
            string[] Of(string name) => Words(fields.GetValueOrDefault(name, ""));
            if (!Of("types").Contains("deb") || Of("enabled") is ["no"]) continue;
            var signedBy = Of("signed-by") is [['/', ..] path] ? path : null;
            foreach (var uri in Of("uris"))
                foreach (var suite in Of("suites"))
                    yield return new(uri, suite, Of("components"), signedBy);
        }
    }

    private static Dictionary<string, string> Fields(string stanza)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var last = "";
        foreach (var line in stanza.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (char.IsWhiteSpace(line[0]))
                fields[last] = fields.GetValueOrDefault(last, "") + " " + line.Trim();
            else if (line.Split(':', 2) is [var name, var value])
                fields[last = name.Trim()] = value.Trim();
        }
        return fields;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
