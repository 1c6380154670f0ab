namespace OvsWizard.Lab.Image;

/// <summary>A finished image: the hosts' common root file system, and Docker's state with the practice container in it.</summary>
public sealed record LabImage(string Path)
{
    public string Root => System.IO.Path.Combine(Path, "root");

    public string Docker => System.IO.Path.Combine(Path, "docker");

    public string Containerd => System.IO.Path.Combine(Path, "containerd");

    /// <summary>The same for full machines, once they are asked for.</summary>
    public MachineImage Machine => new(System.IO.Path.Combine(Path, "machine"));
}

/// <summary>What full machines boot with: the kernel, its initial ramdisk, and the disk that theirs lie over.</summary>
public sealed record MachineImage(string Path)
{
    public string Kernel => System.IO.Path.Combine(Path, "kernel");

    public string InitialRamdisk => System.IO.Path.Combine(Path, "initrd");

    public string Disk => System.IO.Path.Combine(Path, "disk");
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

    /// <summary>Makes what full machines boot with out of the image, where it is not there yet; some seconds.</summary>
    /// <exception cref="Failure">Step: the distribution's kernel could not be had, or the disk not be made; the message names the log.</exception>
    public static async Task AddMachineAsync(LabImage image, LabProgress progress)
    {
        using var building = await LabLock.WaitAsync($"the image {image.Path}", progress.Say);
        if (Directory.Exists(image.Machine.Path)) return;
        var unfinished = image.Machine.Path + ".building";
        await HostProgram.RunAsync("rm", ["-rf", unfinished]);
        await progress.PhaseAsync("disk and kernel of full machines", async () =>
        {
            var result = await HostProgram.TryAsync("unshare", ["--mount", "sh", "-c", ImageRecipe.Script("machine.sh"), "machine", image.Path, unfinished], ImageRecipe.Script("init.sh"));
            var log = image.Path + ".machine.log";
            await File.WriteAllTextAsync(log, result.Output + result.Error);
            if (result.ExitCode != 0)
                throw new Failure(FailureKind.Step, $"the image of full machines could not be built: exit {result.ExitCode}", now: $"see the end of {log}, then run it again");
        });
        Directory.Move(unfinished, image.Machine.Path);
    }

    /// <summary>VERSION_CODENAME of os-release(5).</summary>
    /// <exception cref="Failure">Input: the release has no codename (Debian sid has none).</exception>
    internal static string Codename(IEnumerable<string> osRelease) =>
        osRelease.Select(line => line.Split('=', 2)).FirstOrDefault(pair => pair is ["VERSION_CODENAME", _])?[1].Trim('"', '\'')
        ?? throw new Failure(FailureKind.Input, $"this release has no codename", $"/etc/os-release gives no VERSION_CODENAME");
}
