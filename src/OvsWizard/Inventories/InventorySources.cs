namespace OvsWizard.Inventories;

/// <summary>
/// What -i names: files, folders, programs, and lists of hosts (with a comma), in their order. As one text, to be kept
/// with a run, they are one a line.
/// </summary>
public static class InventorySources
{
    public static string Join(IReadOnlyList<string> sources) => string.Join('\n', sources);

    public static IReadOnlyList<string> Split(string sources) => sources.Split('\n');

    /// <summary>Whether it is a list of hosts, as Ansible has it: names with commas, and no file.</summary>
    public static bool IsHostList(string source) => source.Contains(',', StringComparison.Ordinal)
        && !File.Exists(source) && !Directory.Exists(source);

    public static bool IsThere(string source) => File.Exists(source) || Directory.Exists(source) || IsHostList(source);

    public static bool AreThere(string sources) => Split(sources).All(IsThere);

    /// <summary>The same for whoever is in another folder.</summary>
    public static string Absolute(string sources) =>
        Join([.. Split(sources).Select(s => IsHostList(s) ? s : Path.GetFullPath(s))]);
}
