namespace OvsWizard.Inventories;

/// <summary>Who runs this program: the user a host falls back to, and the home that <c>~</c> stands for.</summary>
public sealed record LocalUser(string Name, string Home)
{
    public static LocalUser Current { get; } =
        new(Environment.UserName, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Replaces a leading <c>~</c> by the home.</summary>
    public string Expand(string path) => path switch
    {
        "~" => Home,
        _ when path.StartsWith("~/", StringComparison.Ordinal) => Path.Combine(Home, path[2..]),
        _ => path,
    };

    /// <summary>A path as people write it: the home as <c>~</c>.</summary>
    public string Shorten(string path) => path.StartsWith(Home + "/", StringComparison.Ordinal)
        ? $"~{path[Home.Length..]}" : path;
}
