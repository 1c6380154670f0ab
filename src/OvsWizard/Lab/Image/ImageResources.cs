namespace OvsWizard.Lab.Image;

/// <summary>The data of the images, which is part of this program.</summary>
public static class ImageResources
{
    private const string Prefix = "lab/";

    /// <summary>One of the scripts beside this class.</summary>
    public static string Script(string name) => Read(name);

    /// <summary>Those in this folder, by their path in it, without <paramref name="ending"/>.</summary>
    public static IReadOnlyList<string> Below(string folder, string ending = "") =>
    [
        .. typeof(ImageResources).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix + folder, StringComparison.Ordinal))
            .Where(name => name.EndsWith(ending, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => name[(Prefix.Length + folder.Length)..^ending.Length]),
    ];

    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ImageResources).Assembly.GetManifestResourceStream(Prefix + name)!);
        return reader.ReadToEnd();
    }
}
