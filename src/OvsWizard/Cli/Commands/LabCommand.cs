using System.CommandLine;
using System.Globalization;
using OvsWizard.Lab;
using OvsWizard.Lab.Image;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard lab</c>: practice hosts on this machine.</summary>
public static class LabCommand
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "Which lab; several run side by side (default: $OVSWIZARD_LAB, then lab)",
        Recursive = true,
        DefaultValueFactory = _ =>
            Environment.GetEnvironmentVariable("OVSWIZARD_LAB") is { Length: > 0 } name ? name : "lab",
    };

    public static Command Create()
    {
        var command = new Command("lab",
            "Practice hosts on this machine: real sshd, Docker and Open vSwitch (needs root, Debian)") { Name };
        command.Add(Up());
        command.Add(Verb("down", "Remove the lab completely", lab => lab.DownAsync()));
        command.Add(Verb("reset", "Recreate all hosts", lab => lab.ResetAsync()));
        command.Add(LabStatusCommand.Create(Open));
        command.Add(LabSshCommand.Create(Open));
        command.Add(Verb("inventory", "Print the inventory of the lab, for -i", PrintInventoryAsync));
        command.Add(HostVerb("power-fail", "Cut a host's power", (lab, host) => lab.PowerFailAsync(host)));
        command.Add(HostVerb("reboot", "Power-cycle a host, and wait until it has booted",
            (lab, host) => lab.RebootAsync(host)));
        command.Add(LinkVerb("cut", "Unplug a host's cable", up: false));
        command.Add(LinkVerb("heal", "Plug in a host's cable", up: true));
        command.Add(Router());
        return command;
    }

    private static PracticeLab Open(ParseResult parsed)
    {
        Machine.Require();
        return new PracticeLab(new LabName(parsed.GetRequiredValue(Name)), new LabProgress(Console.Error));
    }

    private static Command Up()
    {
        var count = new Argument<int>("N")
        {
            Description = $"How many hosts, 1 to {LabHost.Most}",
            DefaultValueFactory = _ => 2
        };
        var scene = new Option<LabScene>("--scene")
        {
            HelpName = "overlay|uplink",
            Description = "What eth1 is for: tunnels between hosts, or containers on the physical network"
        };
        var make =
            new Option<LabMake>("--make")
            {
                HelpName = "containers|machines",
                Description =
                    "Containers on this machine's kernel, up in a second, or full machines (QEMU) with the kernel datapath and a real reboot"
            };
        var release = new Option<string?>("--release")
        {
            HelpName = string.Join('|', DebianRelease.Names),
            Description = "The release of Debian that the hosts are made of (default: this machine's)",
        };
        var flavour = new Option<string?>("--flavour")
        {
            HelpName = string.Join('|', Flavour.Names),
            Description = "How the hosts are configured (default: plain, as the packages leave them)",
        };
        var host = new Option<string[]>("--host")
        {
            HelpName = "NAME=RELEASE/FLAVOUR",
            Description = "The same for one host (repeatable)",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("up", "Bring the lab up, or let it grow to N hosts")
        {
            count, scene, make, release, flavour, host,
        };
        command.SetAction(async parsed =>
        {
            var lab = Open(parsed);
            var hosts = parsed.GetValue(count);
            if (hosts is < 1 or > LabHost.Most)
                throw new Failure(FailureKind.Input,
                    $"a lab has 1 to {LabHost.Most} hosts, not {hosts.ToString(CultureInfo.InvariantCulture)}");
            var (suite, site) = (parsed.GetValue(release), parsed.GetValue(flavour));
            var kinds = HostKinds.Read(hosts, suite, site, parsed.GetValue(host)!);
            await lab.UpAsync(hosts, parsed.GetValue(scene), parsed.GetValue(make), kinds);
        });
        return command;
    }

    private static Command Verb(string name, string help, Func<PracticeLab, Task> act)
    {
        var command = new Command(name, help);
        command.SetAction(parsed => act(Open(parsed)));
        return command;
    }

    private static Command HostVerb(string name, string help, Func<PracticeLab, LabHost, Task> act)
    {
        var host = new Argument<string>("HOST");
        var command = new Command(name, help) { host };
        command.SetAction(parsed =>
        {
            var lab = Open(parsed);
            return act(lab, lab.Host(parsed.GetRequiredValue(host)));
        });
        return command;
    }

    private static Command LinkVerb(string name, string help, bool up)
    {
        var host = new Argument<string>("HOST");
        var network = new Argument<LabNetwork>("NETWORK") { HelpName = "management|underlay" };
        var command = new Command(name, help) { host, network };
        command.SetAction(parsed =>
        {
            var lab = Open(parsed);
            return lab.SetLinkAsync(lab.Host(parsed.GetRequiredValue(host)), parsed.GetValue(network), up);
        });
        return command;
    }

    private static Command Router()
    {
        var command = new Command("router",
            "The L3 switch on the underlay: the gateway of every host's uplink network");
        command.Add(Verb("up", "Switch it on", lab => lab.SetRouterAsync(up: true)));
        command.Add(Verb("down", "Switch it off", lab => lab.SetRouterAsync(up: false)));
        return command;
    }

    private static async Task PrintInventoryAsync(PracticeLab lab) =>
        await Console.Out.WriteAsync(LabInventory.Write(lab.Name, lab.Folder, lab.Required));
}
