using System.CommandLine;
using OvsWizard.Lab;
using OvsWizard.Lab.Image;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard lab ssh HOST [-- COMMAND…]</c>: the OpenSSH client, from where the operator sits.</summary>
public static class LabSshCommand
{
    public static Command Create(Func<ParseResult, PracticeLab> open)
    {
        var host = new Argument<string>("HOST") { Description = "docker01, or operator@docker01 (default user: root)" };
        var words = new Argument<string[]>("COMMAND")
        {
            Description = "Command to run there; after --",
            Arity = ArgumentArity.ZeroOrMore
        };
        var command = new Command("ssh", "Log in to a host, or run a command there") { host, words };
        command.SetAction(parsed =>
        {
            var lab = open(parsed);
            var target = parsed.GetRequiredValue(host).Split('@', 2);
            var machine = lab.Host(target[^1]);
            var user = target.Length == 2 ? target[0] : "root";
            var port = user == "root" ? lab.ConsolePortOf(machine) : FlavourLogin.SshPort;
            return HostProgram.InteractiveAsync("ip",
            [
                "netns", "exec", lab.Name.Operator, "ssh", "-F", "none", "-i", lab.Folder.Identity,
                "-o", "IdentitiesOnly=yes",
                "-o", "StrictHostKeyChecking=yes", "-o", $"UserKnownHostsFile={lab.Folder.KnownHosts}", "-o",
                "LogLevel=ERROR",
                // A host that loses its power ends the session, too.
                "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=10",
                "-p", $"{port}", "-l", user, machine.Management, .. parsed.GetValue(words) ?? [],
            ]);
        });
        return command;
    }
}
