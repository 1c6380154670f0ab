namespace OvsWizard.Lab.Image;

/// <summary>Images built before, one folder each, named by the key of their recipe.</summary>
public static class ImageCache
{
    public static string Folder =>
        Environment.GetEnvironmentVariable("OVSWIZARD_LAB_CACHE") ?? "/var/cache/ovswizard/lab";

    /// <summary>The image of today's recipe; built now where it is not there yet, which takes minutes.</summary>
    public static async Task<LabImage> GetAsync(HostKind kind, LabProgress progress)
    {
        var release = DebianRelease.Find(kind.Release);
        var sources = AptSources.Read("/etc/apt", release);
        var recipe = ImageRecipe.Base.Then(release.Recipe);
        var image = new LabImage(Path.Combine(Folder, recipe.Key(string.Join('\n', sources))));
        Task BuildAsync(LabImage unfinished, string log, ImageRecipe parts) =>
            new ImageBuilder(unfinished, release, sources, log, progress).BuildAsync(parts);
        var what = $"the image of {release.Name}";
        await GetAsync(image, what, unfinished => BuildAsync(unfinished, image.Log, recipe), progress);

        var flavour = Flavour.Find(kind.Flavour);
        if (flavour.Recipe.IsEmpty) return image;
        var layer = new LabImage($"{image.Path}-{flavour.Name}-{flavour.Recipe.Key(image.Path)}", image);
        var name = $"the flavour {flavour.Name} of {release.Name}";
        await GetAsync(layer, name, unfinished => BuildAsync(unfinished, layer.Log, flavour.Recipe), progress);
        return layer;
    }

    private static async Task GetAsync(
        LabImage image, string what, Func<LabImage, Task> buildAsync, LabProgress progress)
    {
        if (Directory.Exists(image.Path)) return;
        using var building = await LabLock.WaitAsync($"the image {image.Path}", progress.Say);
        if (Directory.Exists(image.Path)) return;
        progress.Say($"building {what}, once; the log is {image.Log}");
        var unfinished = image with { Path = image.Path + ".building" };
        await buildAsync(unfinished);
        // Only a whole image ever has the name that is looked for.
        Directory.Move(unfinished.Path, image.Path);
    }

    /// <summary>Makes what full machines boot with out of the image, where it is not there yet; some seconds.</summary>
    /// <exception cref="Failure">Step: the distribution's kernel could not be had, or the disk not be made; the message
    /// names the log.</exception>
    public static async Task AddMachineAsync(LabImage image, LabProgress progress)
    {
        using var building = await LabLock.WaitAsync($"the image {image.Path}", progress.Say);
        if (Directory.Exists(image.Machine.Path)) return;
        var unfinished = image.Machine.Path + ".building";
        await HostProgram.RunAsync("rm", ["-rf", unfinished]);
        await progress.PhaseAsync("disk and kernel of full machines", async () =>
        {
            string[] words = ["machine", image.Path, string.Join(':', image.Layers), unfinished];
            var script = ImageResources.Script("machine.sh");
            var first = ImageResources.Script("init.sh");
            var result = await HostProgram.TryAsync("unshare", ["--mount", "sh", "-c", script, .. words], first);
            var log = image.Path + ".machine.log";
            await File.WriteAllTextAsync(log, result.Output + result.Error);
            if (result.ExitCode != 0)
                throw new Failure(FailureKind.Step,
                    $"the image of full machines could not be built: exit {result.ExitCode}",
                    now: $"see the end of {log}, then run it again");
        });
        Directory.Move(unfinished, image.Machine.Path);
    }
}
