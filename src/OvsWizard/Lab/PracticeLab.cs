using OvsWizard.Lab.Image;

namespace OvsWizard.Lab;

/// <summary>A lab of one name: practice hosts with sshd, Docker and Open vSwitch on this machine.</summary>
public sealed class PracticeLab(LabName name, LabProgress progress)
{
    // A full machine without the processor's help takes a minute, and several of them share it.
    private static readonly TimeSpan BootPatience = TimeSpan.FromMinutes(2), MachinePatience = TimeSpan.FromMinutes(10);

    private readonly LabFolder folder = new(name);
    private readonly Fabric fabric = new(name);

    public LabName Name => name;

    public LabFolder Folder => folder;

    public bool HasRouter => fabric.HasRouter;

    public LabState? State => LabState.Read(folder);

    /// <exception cref="Failure">Input: there is no such lab.</exception>
    public LabState Required =>
        State ?? throw new Failure(FailureKind.Input, $"there is no lab '{name}'", now: $"ovswizard lab up");

    /// <exception cref="Failure">Input: no host of the lab goes by that name.</exception>
    public LabHost Host(string text) => LabHost.Find(Required.Hosts, text)
        ?? throw new Failure(FailureKind.Input, $"the lab '{name}' has no host '{text}'",
            now: $"it has: {string.Join(", ", Required.Hosts.Select(host => host.Name))}");

    public bool IsRunning(LabHost host) => GroupsOf(host).HasProcesses;

    /// <summary>Brings the lab to <paramref name="count"/> hosts; those that are there stay as they are.</summary>
    /// <param name="kinds">What the hosts are to be; those that are there must be that already.</param>
    public async Task UpAsync(int count, LabScene scene, LabMake make, HostKinds kinds)
    {
        using var changing = Lock();
        var state = State;
        if (state is not null && state.Scene != scene)
            throw new Failure(FailureKind.Input, $"the lab '{name}' is up for {Words(state.Scene)}",
                now: $"ovswizard lab down, then lab up again");
        if (state is not null && state.Make != make)
            throw new Failure(FailureKind.Input,
                $"the lab '{name}' is made of {state.Make.ToString().ToLowerInvariant()}",
                now: $"ovswizard lab down, then lab up again");
        if (state is not null && state.Count > count)
            throw new Failure(FailureKind.Input, $"the lab '{name}' has {state.Count} hosts",
                $"it grows, but no host is taken out of it", $"ovswizard lab down, then lab up {count}");
        foreach (var host in state?.Hosts ?? [])
            if (state!.DiskOf(host).Kind is var kind && !kinds.Allows(host, kind))
                throw new Failure(FailureKind.Input, $"{host.Name} of the lab '{name}' is {kind}",
                    now: $"ovswizard lab down, then lab up again");
        var down = state?.Hosts.Where(host => !IsRunning(host)).ToList() ?? [];
        if (state?.Count == count && down.Count == 0)
        {
            progress.Say($"the lab '{name}' is up already, with {count} hosts");
            return;
        }
        await Machine.PrepareAsync(progress, make);
        var disks = state?.Disks.ToList() ?? [];
        foreach (var host in LabHost.First(count).Skip(disks.Count))
            disks.Add(await MakeDiskAsync(kinds.For(host), make));
        if (state is null) await ClearAsync();
        await StartAsync(new LabState(scene, make, disks), down, [.. LabHost.First(count).Skip(state?.Count ?? 0)]);
        progress.Say($"the lab '{name}' is up with {count} hosts");
    }

    /// <summary>Fresh hosts, as many as there were.</summary>
    public async Task ResetAsync()
    {
        using var changing = Lock();
        var state = Required;
        await ClearAsync();
        var disks = new List<HostDisk>();
        foreach (var disk in state.Disks)
            disks.Add(Directory.Exists(disk.Image) ? disk : await MakeDiskAsync(disk.Kind, state.Make));
        await StartAsync(state with { Disks = disks }, [], state.Hosts);
        progress.Say($"the lab '{name}' is fresh, with {state.Count} hosts");
    }

    /// <summary>Ends and removes everything of this lab, whatever state it is in.</summary>
    public async Task DownAsync()
    {
        using var changing = Lock();
        await ClearAsync();
        progress.Say($"the lab '{name}' is gone");
    }

    /// <summary>Ends the host as a power failure does.</summary>
    public async Task PowerFailAsync(LabHost host)
    {
        using var changing = Lock();
        await MachineOf(host, Required).PowerFailAsync();
        await fabric.DisconnectAsync(host);
        progress.Say($"{host.Name} has lost power");
    }

    /// <summary>A power cycle: whatever the host has on its disk is still there.</summary>
    public async Task RebootAsync(LabHost host)
    {
        using var changing = Lock();
        await MachineOf(host, Required).PowerFailAsync();
        await BootAsync(host, Required);
        progress.Say($"{host.Name} has booted");
    }

    public async Task SetLinkAsync(LabHost host, LabNetwork network, bool up)
    {
        using var changing = Lock();
        await fabric.SetLinkAsync(host, network, up);
        progress.Say(
            $"{host.Name}: {(network is LabNetwork.Management ? "management" : "underlay")} is {(up ? "connected" : "cut")}");
    }

    public async Task SetRouterAsync(bool up)
    {
        using var changing = Lock();
        var hosts = Required.Hosts;
        if (up) await fabric.RouterUpAsync(hosts);
        else await fabric.RouterDownAsync();
        progress.Say($"the L3 switch is {(up ? "on" : "off")}");
    }

    private LabLock Lock() => LabLock.Take($"the lab '{name}'");

    private async Task StartAsync(LabState state, IReadOnlyList<LabHost> down, IReadOnlyList<LabHost> fresh)
    {
        Directory.CreateDirectory(folder.Hosts);
        await fabric.CreateAsync();
        if (!File.Exists(folder.Identity)) await SshKey.CreateAsync(folder.Identity, name.Operator);
        var files = new HostFiles(folder, state);
        await Task.WhenAll(fresh.Select(async host =>
        {
            await RemoveAsync(host, state);
            await files.CreateAsync(host);
        }));
        var keys = state.Hosts.Select(
            host => (host, SshKey.Public(folder.Of(host).HostKey), ConsolePortOf(host, state)));
        await File.WriteAllTextAsync(folder.KnownHosts, LabInventory.KnownHosts(keys));
        state.Write(folder);
        if (fabric.HasRouter) await fabric.RouterUpAsync(state.Hosts);
        IReadOnlyList<LabHost> booting = [.. down, .. fresh];
        await progress.PhaseAsync($"booting {booting.Count} hosts",
            () => Task.WhenAll(booting.Select(host => BootAsync(host, state))));
    }

    // What an interrupted growth may have left of a host that the lab's state does not count yet.
    private async Task RemoveAsync(LabHost host, LabState state)
    {
        var path = folder.Of(host).Path;
        if (!Directory.Exists(path)) return;
        await MachineOf(host, state).PowerFailAsync();
        await Mounts.RemoveBelowAsync(path);
        Directory.Delete(path, recursive: true);
    }

    private async Task BootAsync(LabHost host, LabState state)
    {
        var machine = MachineOf(host, state);
        var full = state.Make is LabMake.Machines;
        await (full ? fabric.ConnectMachineAsync(host) : fabric.ConnectAsync(host));
        await machine.InsertDiskAsync(LabImage.At(state.DiskOf(host).Image));
        await machine.PowerOnAsync();
        await machine.WaitForBootAsync(full ? MachinePatience : BootPatience);
    }

    private async Task ClearAsync()
    {
        // Whatever they are: what containers leave behind is looked for.
        var paths = Directory.Exists(folder.Hosts) ? Directory.GetDirectories(folder.Hosts) : [];
        var hosts = paths.Select(path => LabHost.Parse(Path.GetFileName(path))).OfType<LabHost>();
        await Task.WhenAll(hosts.Select(host => ContainerOf(host, []).PowerFailAsync()));
        await new ControlGroups(name.ControlGroup).RemoveAsync();
        await Mounts.RemoveBelowAsync(folder.Path);
        await fabric.RemoveAsync();
        if (folder.Exists) await HostProgram.RunAsync("rm", ["-rf", "--one-file-system", folder.Path]);
    }

    private HostMachine MachineOf(LabHost host, LabState state) => state.Make is LabMake.Machines
        ? new VirtualMachine(name, host, folder.Of(host), GroupsOf(host))
        : ContainerOf(host, DebianRelease.Find(state.DiskOf(host).Kind.Release).Environment);

    private ContainerMachine ContainerOf(LabHost host, IReadOnlyList<string> environment) =>
        new(name, host.Name, folder.Of(host), GroupsOf(host), environment, fabric.NetworkOf(host));

    private async Task<HostDisk> MakeDiskAsync(HostKind kind, LabMake make)
    {
        var image = await ImageCache.GetAsync(kind, progress);
        if (make is LabMake.Machines) await ImageCache.AddMachineAsync(image, progress);
        return new(kind, image.Path);
    }

    /// <summary>Where root gets in to look after the host.</summary>
    public int ConsolePortOf(LabHost host) => ConsolePortOf(host, Required);

    private static int ConsolePortOf(LabHost host, LabState state) =>
        Flavour.Find(state.DiskOf(host).Kind.Flavour).Login.ConsolePort;

    private ControlGroups GroupsOf(LabHost host) => new($"{name.ControlGroup}/{host.Name}");

    private static string Words(LabScene scene) =>
        scene is LabScene.Overlay ? "overlays (eth1 in 172.16.100.0/24)" : "uplinks (eth1 in a network a host)";
}
