namespace OvsWizard.Lab.Image;

/// <summary>
/// Builds an image in a folder of its own, over the one below where there is one; what is said meanwhile goes to a log.
/// </summary>
public sealed class ImageBuilder(
    LabImage image, DebianRelease release, IReadOnlyList<AptSource> sources, string logFile, LabProgress progress)
{
    // apt's own configuration decides whether packages can be had at all: proxies, credentials, checks, keys.
    private static readonly string[] AptConfiguration = ["/etc/apt/apt.conf", "/etc/apt/auth.conf",
        "/etc/apt/apt.conf.d", "/etc/apt/auth.conf.d", "/etc/apt/keyrings", "/etc/apt/trusted.gpg.d"];

    // No network is to be waited for, and none of what a host reports.
    private static readonly string[] ImportOptions =
    [
        "systemd.wants=import.service",
        .. new[] { "web", "lab-ready", "underlay", "systemd-networkd-wait-online", "NetworkManager-wait-online" }
            .Select(unit => $"systemd.mask={unit}.service"),
    ];

    private readonly ControlGroups groups = new("ovsw.image." + Path.GetFileName(image.Path));

    /// <exception cref="Failure">Step: a phase failed; the message names the log.</exception>
    public async Task BuildAsync(ImageRecipe recipe)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(image.Path)!);
        await DiscardAsync();
        Directory.CreateDirectory(image.Root);
        image.NoteBelow();
        await using (var log = new StreamWriter(logFile) { AutoFlush = true })
        {
            if (image.Below is null) await progress.PhaseAsync("debootstrap", () => BootstrapAsync(log));
            else await MountAsync(image.Below);
            await progress.PhaseAsync("packages", () => InstallAsync(log, recipe.Packages));
            await progress.PhaseAsync("configuration", () => ConfigureAsync(log, recipe));
            await Mounts.RemoveBelowAsync(Whole);
            await progress.PhaseAsync("docker image", ImportAsync);
        }
        await DiscardBootAsync();
    }

    /// <summary>Where the image is seen with all that is below it, while it is built.</summary>
    private string Root => image.Below is null ? image.Root : Whole;

    private string Whole => Path.Combine(Boot, "whole");

    private string Boot => Path.Combine(image.Path, "boot");

    private async Task MountAsync(LabImage below)
    {
        var work = Path.Combine(Boot, "layer-work");
        foreach (var path in new[] { Whole, work }) Directory.CreateDirectory(path);
        await Mounts.OverlayAsync(below.Layers, image.Root, work, Whole);
    }

    private async Task BootstrapAsync(StreamWriter log)
    {
        var keyring = sources[0].SignedBy is { } signedBy && File.Exists(signedBy)
            ? new[] { $"--keyring={signedBy}" } : [];
        var packages = $"--include={string.Join(',', ImageRecipe.BasePackages)}";
        string[] what = [release.Name, image.Root, sources[0].Uri];
        await RunAsync(log, "debootstrap", ["--variant=minbase", packages, .. keyring, .. what]);
    }

    private async Task InstallAsync(StreamWriter log, IReadOnlyList<string> packages)
    {
        if (packages.Count == 0) return;
        await File.WriteAllLinesAsync(At("etc/apt/sources.list"), sources.Select(source => source.ToString()));
        var keyrings = sources.Select(source => source.SignedBy).OfType<string>().Distinct();
        foreach (var path in AptConfiguration.Concat(keyrings)
            .Where(path => File.Exists(path) || Directory.Exists(path)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(path[1..]))!);
            await RunAsync(log, "cp", ["-aT", path, At(path[1..])]);
        }
        await ScriptAsync(log, "packages.sh", ImageResources.Script("packages.sh"), packages);
    }

    private async Task ConfigureAsync(StreamWriter log, ImageRecipe recipe)
    {
        foreach (var (path, text) in recipe.Files)
        {
            // Folders on the way are for all to read, whatever this process's umask.
            var mode = text.StartsWith("#!", StringComparison.Ordinal) ? "755" : "644";
            await HostProgram.RunAsync("install", ["-D", "-m", mode, "/dev/stdin", At(path)], text);
        }
        // The machine's way to its packages, credentials included, is nothing that a practice host needs.
        foreach (var path in AptConfiguration.Append("/etc/apt/sources.list"))
            await RunAsync(log, "rm", ["-rf", At(path[1..])]);
        await ScriptAsync(log, "setup", recipe.Setup, []);
    }

    private string At(string path) => Path.Combine(Root, path);

    /// <summary>
    /// Boots a host that imports the container and powers itself off; what Docker then has on disk, every host begins
    /// with.
    /// </summary>
    private async Task ImportAsync()
    {
        var folder = new HostFolder(Boot);
        var lab = new LabName($"i{Environment.ProcessId}");
        var machine = new ContainerMachine(
            lab, "image", folder, groups, release.Environment, "--private-network", ImportOptions);
        await machine.InsertDiskAsync(image);
        await machine.PowerOnAsync();
        await machine.WaitForBootAsync(TimeSpan.FromMinutes(3));
        for (var patience = 0; machine.IsRunning && patience < 300; patience++) await Task.Delay(100);
        await machine.PowerFailAsync();
        Directory.Move(folder.Docker, image.Docker);
        Directory.Move(folder.Containerd, image.Containerd);
        // Otherwise every host would be the same engine. Where user names are mapped, its folder is one below.
        foreach (var path in Directory.GetFiles(image.Docker, "engine-id", SearchOption.AllDirectories))
            File.Delete(path);
    }

    private async Task ScriptAsync(StreamWriter log, string name, string script, IEnumerable<string> arguments) =>
        await RunAsync(log, "chroot", [Root, "sh", "-euc", script, name, .. arguments]);

    private async Task RunAsync(StreamWriter log, string program, IReadOnlyList<string> arguments)
    {
        await log.WriteLineAsync($"+ {program} {string.Join(' ', arguments)}");
        if (await HostProgram.LogAsync(log, program, arguments) is not 0 and var code)
            throw new Failure(FailureKind.Step, $"the image could not be built: {program} ended with {code}",
                now: $"see the end of {logFile}, then run it again");
    }

    // What an interrupted build left.
    private async Task DiscardAsync()
    {
        await groups.RemoveAsync();
        await DiscardBootAsync();
        await Mounts.RemoveBelowAsync(image.Path);
        await HostProgram.RunAsync("rm", ["-rf", "--one-file-system", image.Path]);
    }

    private async Task DiscardBootAsync()
    {
        await Mounts.RemoveBelowAsync(Boot);
        await HostProgram.RunAsync("rm", ["-rf", "--one-file-system", Boot]);
    }
}
