namespace OvsWizard.Runbooks;

/// <summary>
/// Where runbooks find templates and shell functions: beside them, else among the shipped ones, so that an own runbook
/// can use these.
/// </summary>
internal static class TemplateFiles
{
    /// <summary>The shipped templates.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "templates");

    /// <summary>
    /// The path of a file below <paramref name="folder"/>; where there is none, the path that it has, or would have,
    /// among the shipped ones.
    /// </summary>
    public static string Find(string folder, string relative)
    {
        var own = Path.GetFullPath(Path.Combine(folder, relative));
        return File.Exists(own) ? own : Path.GetFullPath(Path.Combine(Shipped, relative));
    }
}
