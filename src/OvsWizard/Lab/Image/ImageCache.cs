namespace OvsWizard.Lab.Image;

/// <summary>A finished image: the hosts' common root file system, and Docker's state with the practice container in it.</summary>
public sealed record LabImage(string Path)
{
    public string Root => System.IO.Path.Combine(Path, "root");

    public string Docker => System.IO.Path.Combine(Path, "docker");

    public string Containerd => System.IO.Path.Combine(Path, "containerd");
}

/// <summary>Images built before, one folder each, named by the key of their recipe.</summary>
public static class ImageCache
{
    public static string Folder => Environment.GetEnvironmentVariable("OVSWIZARD_LAB_CACHE") ?? "/var/cache/ovswizard/lab";

    /// <summary>The image of today's recipe; built now where it is not there yet, which takes minutes.</summary>
    public static async Task<LabImage> GetAsync(LabProgress progress)
    {
        var codename = Codename(File.ReadLines("/etc/os-release"));
        var sources = AptSources.Read("/etc/apt", codename);
        var image = new LabImage(Path.Combine(Folder, ImageRecipe.Key(sources)));
        if (Directory.Exists(image.Path)) return image;
        using var building = await LabLock.WaitAsync($"the image {image.Path}", progress.Say);
        if (Directory.Exists(image.Path)) return image;

        var unfinished = new LabImage(image.Path + ".building");
        var builder = new ImageBuilder(unfinished, codename, sources, image.Path + ".log", progress);
        await builder.BuildAsync();
        // Only a whole image ever has the name that is looked for.
        Directory.Move(unfinished.Path, image.Path);
        return image;
    }

    /// <summary>VERSION_CODENAME of os-release(5).</summary>
    /// <exception cref="Failure">Input: the release has no codename (Debian sid has none).</exception>
    internal static string Codename(IEnumerable<string> osRelease) =>
        osRelease.Select(line => line.Split('=', 2)).FirstOrDefault(pair => pair is ["VERSION_CODENAME", _])?[1].Trim('"', '\'')
        ?? throw new Failure(FailureKind.Input, $"this release has no codename", $"/etc/os-release gives no VERSION_CODENAME");
}
