namespace OvsWizard.Inventories;

/// <summary>Finds the files that an Include line of ssh_config(5) names.</summary>
internal static class SshConfigIncludes
{
    /// <summary>Files in lexical order; a relative pattern is taken from <paramref name="directory"/>; wildcards work in the last part.</summary>
    public static IEnumerable<string> Find(string pattern, string directory)
    {
        var path = Path.Combine(directory, pattern);
        var (folder, name) = (Path.GetDirectoryName(path), Path.GetFileName(path));
        if (folder is null || !Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder).Where(f => Wildcard.Matches(name, Path.GetFileName(f))).Order(StringComparer.Ordinal);
    }
}
