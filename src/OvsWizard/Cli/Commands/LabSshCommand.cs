using System.CommandLine;
using OvsWizard.Lab;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard lab ssh HOST [-- COMMAND…]</c>: the OpenSSH client, from where the operator sits.</summary>
public static class LabSshCommand
{
    public static Command Create(Func<ParseResult, PracticeLab> open)
    {
        var host = new Argument<string>("HOST") { Description = "docker01, or operator@docker01 (default user: root)" };
        var words = new Argument<string[]>("COMMAND") { Description = "What to run there; after --", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("ssh", "Log in to a host, or run a command there") { host, words };
        command.SetAction(parsed =>
        {
            var lab = open(parsed);
            var target = parsed.GetRequiredValue(host).Split('@', 2);
            var address = lab.Host(target[^1]).Management;
            var user = target.Length == 2 ? target[0] : "root";
            return HostProgram.InteractiveAsync("ip",
            [
                "netns", "exec", lab.Name.Operator, "ssh", "-F", "none", "-i", lab.Folder.Identity, "-o", "IdentitiesOnly=yes",
                "-o", "StrictHostKeyChecking=yes", "-o", $"UserKnownHostsFile={lab.Folder.KnownHosts}", "-o", "LogLevel=ERROR",
                // A host that loses its power ends the session, too.
                "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=10",
                "-l", user, address, .. parsed.GetValue(words) ?? [],
            ]);
        });
        return command;
    }
}
