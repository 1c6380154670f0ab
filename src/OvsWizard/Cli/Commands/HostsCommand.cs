using System.CommandLine;
using OvsWizard.Facts;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard hosts</c>: the hosts of the inventory, checked and not touched.</summary>
public static class HostsCommand
{
    public static Command Create() => new("hosts", "The hosts of the inventory") { Check() };

    private static Command Check()
    {
        var command = new Command("check",
            "Reach, host key, login, root, OS, Docker and Open vSwitch of every host, in one table; read-only");
        command.SetAction(async (parsed, stop) =>
        {
            var hosts = GlobalOptions.ReadInventory(parsed).Hosts;
            var check = new HostCheck(RunSession.Ssh, HostScripts.Facts, parsed.GetValue(GlobalOptions.Forks));
            var found = await check.RunAsync(hosts, _ => { }, stop);
            if (parsed.GetValue(GlobalOptions.Json))
            {
                await Console.Out.WriteLineAsync(HostsJson.Write(found));
            }
            else
            {
                new HostsPrinter(Console.Out, Colours.For(parsed, Console.IsOutputRedirected),
                    GlobalOptions.LanguageOf(parsed)).Print(found);
                foreach (var failure in found.Select(h => h.Failure).OfType<Failure>()) Report.Failure(failure,
                    Colours.For(parsed, Console.IsErrorRedirected), GlobalOptions.LanguageOf(parsed));
            }
            return found.All(h => h.IsFit) ? 0 : (int)FailureKind.Host;
        });
        return command;
    }
}
