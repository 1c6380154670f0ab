namespace OvsWizard.Runbooks;

/// <summary>
/// Where a file's translation, its readings and the parts that it names are looked for: in folders beside it, else in
/// those beside the shipped file of its name, so that a copy of a shipped file can be changed without them.
/// </summary>
internal static class BesideFiles
{
    private static readonly string[] Inner = ["troubleshooting", "parts", "readings"];

    /// <summary>
    /// The path of <paramref name="name"/> in <paramref name="folder"/> beside the file; null where there is none, nor
    /// a shipped one.
    /// </summary>
    public static (string Path, bool IsShipped)? Find(string path, string folder, string name)
    {
        var home = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var own = System.IO.Path.Combine(home, folder, name);
        if (File.Exists(own)) return (own, false);
        var within = new List<string>();
        while (Inner.Contains(System.IO.Path.GetFileName(home)))
        {
            within.Insert(0, System.IO.Path.GetFileName(home));
            home = System.IO.Path.GetDirectoryName(home)!;
        }
        var shipped = System.IO.Path.Combine([RunbookLibrary.Shipped, .. within, folder, name]);
        return File.Exists(shipped) ? (shipped, true) : null;
    }
}
