using System.Diagnostics;
using OvsWizard.Inventories;
using OvsWizard.Texts;

namespace OvsWizard.Tui;

/// <summary>
/// A shell on a host, by the ssh of this machine: with what the inventory says of the host, and besides that with what
/// ssh is configured to do for its name.
/// </summary>
public static class HostShell
{
    /// <summary>ssh's own exit status where it did not come through (ssh(1)).</summary>
    private const int NotThere = 255;

    /// <summary>The program and its arguments.</summary>
    public static IReadOnlyList<string> CommandFor(Host host) =>
    [
        .. host.Netns is { } netns ? ["ip", "netns", "exec", netns] : Array.Empty<string>(),
        "ssh", "-o", $"HostName={host.Address}", "-l", host.User, "-p", $"{host.Port}",
        .. host.Identities.SelectMany(file => new[] { "-i", file }),
        .. host.Identities.Count > 0 ? ["-o", "IdentitiesOnly=yes"] : Array.Empty<string>(),
        .. host.Certificates.SelectMany(file => new[] { "-o", $"CertificateFile={file}" }),
        .. host.KnownHostsFiles.Count > 0
            ? ["-o", $"UserKnownHostsFile={string.Join(' ', host.KnownHostsFiles.Select(f => $"\"{f}\""))}"]
            : Array.Empty<string>(),
        // Whatever the configuration says: a key that is not known is asked about, and one that has changed is refused.
        "-o", "StrictHostKeyChecking=ask",
        .. host.Jumps.Count > 0 ? ["-J", string.Join(',', host.Jumps.Select(j => $"{j.User}@{j.Address}:{j.Port}"))]
            : Array.Empty<string>(),
        "--", host.Name,
    ];

    /// <summary>
    /// Opens it on this terminal and returns when it has ended. Where it could not be opened, what ssh said stays until
    /// Enter.
    /// </summary>
    public static void Open(Host host, Language language)
    {
        var command = CommandFor(host);
        Console.Out.WriteLine(language.Say($"{host.Name}: exit, or Ctrl-D, comes back to the wizard"));
        if (Run(command) != NotThere) return;
        Console.Out.WriteLine(language.Say($"Enter goes back to the wizard"));
        _ = Console.In.ReadLine();
    }

    private static int Run(IReadOnlyList<string> command)
    {
        try
        {
            using var shell = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)))!;
            shell.WaitForExit();
            return shell.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            Console.Out.WriteLine($"{command[0]}: {missing.Message}");
            return NotThere;
        }
    }
}
