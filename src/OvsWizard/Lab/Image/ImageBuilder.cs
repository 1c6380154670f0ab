namespace OvsWizard.Lab.Image;

/// <summary>Builds the image in a folder of its own; everything said on the way goes to a log beside it.</summary>
public sealed class ImageBuilder(LabImage image, string codename, IReadOnlyList<AptSource> sources, string logFile, LabProgress progress)
{
    // apt's own configuration decides whether packages can be had at all: proxies, credentials, checks, keys.
    private static readonly string[] AptConfiguration = ["/etc/apt/apt.conf", "/etc/apt/auth.conf", "/etc/apt/apt.conf.d", "/etc/apt/auth.conf.d", "/etc/apt/keyrings", "/etc/apt/trusted.gpg.d"];

    private readonly ControlGroups groups = new("ovsw.image." + Path.GetFileName(image.Path));

    /// <exception cref="Failure">Step: a phase failed; the message names the log.</exception>
    public async Task BuildAsync()
    {
        progress.Say($"building the image of the practice hosts, once; the log is {logFile}");
        Directory.CreateDirectory(Path.GetDirectoryName(image.Path)!);
        await DiscardAsync();
        Directory.CreateDirectory(image.Root);
        await using (var log = new StreamWriter(logFile) { AutoFlush = true })
        {
            await progress.PhaseAsync("debootstrap", () => BootstrapAsync(log));
            await progress.PhaseAsync("packages", () => InstallAsync(log));
            await progress.PhaseAsync("configuration", () => ConfigureAsync(log));
            await progress.PhaseAsync("docker image", ImportAsync);
        }
        await DiscardBootAsync();
    }

    private string Boot => Path.Combine(image.Path, "boot");

    private async Task BootstrapAsync(StreamWriter log)
    {
        var keyring = sources[0].SignedBy is { } signedBy && File.Exists(signedBy) ? new[] { $"--keyring={signedBy}" } : [];
        await RunAsync(log, "debootstrap", ["--variant=minbase", $"--include={string.Join(',', ImageRecipe.BasePackages)}", .. keyring, codename, image.Root, sources[0].Uri]);
    }

    private async Task InstallAsync(StreamWriter log)
    {
        await File.WriteAllLinesAsync(Path.Combine(image.Root, "etc/apt/sources.list"), sources.Select(source => source.ToString()));
        var keyrings = sources.Select(source => source.SignedBy).OfType<string>().Distinct();
        foreach (var path in AptConfiguration.Concat(keyrings).Where(path => File.Exists(path) || Directory.Exists(path)))
        {
            var target = Path.Combine(image.Root, path[1..]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await RunAsync(log, "cp", ["-aT", path, target]);
        }
        await ScriptAsync(log, "packages.sh", ImageRecipe.Packages);
    }

    private async Task ConfigureAsync(StreamWriter log)
    {
        foreach (var path in ImageRecipe.Files)
        {
            var target = Path.Combine(image.Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllTextAsync(target, ImageRecipe.File(path));
        }
        await RunAsync(log, "chmod", ["-R", "go=rX", Path.Combine(image.Root, "etc/systemd"), Path.Combine(image.Root, "etc/ssh/sshd_config.d")]);
        await RunAsync(log, "chmod", ["-R", "755", Path.Combine(image.Root, "usr/local/lib/ovswizard-lab")]);
        // The machine's way to its packages, credentials included, is nothing that a practice host needs.
        foreach (var path in AptConfiguration.Append("/etc/apt/sources.list"))
            await RunAsync(log, "rm", ["-rf", Path.Combine(image.Root, path[1..])]);
        await ScriptAsync(log, "configure.sh", []);
    }

    /// <summary>Boots a host that imports the container and powers itself off; what Docker then has on disk, every host begins with.</summary>
    private async Task ImportAsync()
    {
        var folder = new HostFolder(Boot);
        var machine = new ContainerMachine(new LabName($"i{Environment.ProcessId}"), "image", folder, groups,
            "--private-network", "systemd.wants=import.service", "systemd.mask=web.service", "systemd.mask=lab-ready.service", "systemd.mask=underlay.service");
        await machine.InsertDiskAsync(image);
        await machine.PowerOnAsync();
        await machine.WaitForBootAsync(TimeSpan.FromMinutes(3));
        for (var patience = 0; machine.IsRunning && patience < 300; patience++) await Task.Delay(100);
        await machine.PowerFailAsync();
        Directory.Move(folder.Docker, image.Docker);
        Directory.Move(folder.Containerd, image.Containerd);
        // Otherwise every host would be the same engine.
        File.Delete(Path.Combine(image.Docker, "engine-id"));
    }

    private async Task ScriptAsync(StreamWriter log, string name, IEnumerable<string> arguments) =>
        await RunAsync(log, "chroot", [image.Root, "sh", "-c", ImageRecipe.Script(name), name, .. arguments]);

    private async Task RunAsync(StreamWriter log, string program, IReadOnlyList<string> arguments)
    {
        await log.WriteLineAsync($"+ {program} {string.Join(' ', arguments)}");
        if (await HostProgram.LogAsync(log, program, arguments) is not 0 and var code)
            throw new Failure(FailureKind.Step, $"the image could not be built: {program} ended with {code}", now: $"see the end of {logFile}, then run it again");
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
