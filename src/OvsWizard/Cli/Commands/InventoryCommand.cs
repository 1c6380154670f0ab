using System.CommandLine;
using OvsWizard.Inventories;
using OvsWizard.Texts;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard inventory show | init</c>: what is understood of an inventory, and a first one.</summary>
public static class InventoryCommand
{
    public static Command Create() => new("inventory", "Show what an inventory says, or write one") { Show(), Init() };

    private static Command Show()
    {
        var format = new Option<string>("--format")
        {
            Description = "table, or yaml: as an inventory of OvsWizard's own",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "table"
        };
        format.AcceptOnlyFromAmong("table", "yaml");
        var command = new Command("show",
            "Show how the hosts are reached, their groups and parameters; connects to no host") { format };
        command.SetAction(parsed =>
        {
            var inventory = GlobalOptions.OpenInventory(parsed, GlobalOptions.InventoryPath(parsed));
            if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(InventoryJson.Write(inventory));
            else if (parsed.GetValue(format) == "yaml")
                Console.Out.Write(InventoryText.Write(inventory.Known, inventory.Params));
            else new InventoryPrinter(Console.Out, Colours.For(parsed, Console.IsOutputRedirected),
                GlobalOptions.LanguageOf(parsed)).Print(inventory);
            GlobalOptions.Warn(parsed, inventory);
            return Tell(parsed, inventory);
        });
        return command;
    }

    /// <summary>Says why hosts cannot be worked on; where that is all of them, nothing was shown.</summary>
    private static int Tell(ParseResult parsed, Inventory inventory)
    {
        foreach (var why in inventory.Unusable.DistinctBy(f => f.Why ?? f.What))
            Report.Failure(why, Colours.For(parsed, Console.IsErrorRedirected), GlobalOptions.LanguageOf(parsed));
        return inventory.Known.Count > 0 ? 0 : (int)FailureKind.Input;
    }

    private static Command Init()
    {
        var hosts = new Option<string[]>("--host")
        {
            Description =
                "Hosts as for ssh: NAME, user@host:port, NAME=ADDRESS, host[01-20] (repeatable); asked for where it is left out",
            HelpName = "HOST",
            DefaultValueFactory = _ => []
        };
        var user = new Option<string?>("--user") { Description = "Login user", HelpName = "NAME" };
        var key = new Option<string?>("--key")
        {
            Description = "Private key file; 'none' for ssh-agent and the usual ones",
            HelpName = "FILE"
        };
        var become = new Option<bool?>("--sudo") { Description = "Become root with sudo", Arity = ArgumentArity.Zero };
        var command = new Command("init",
            "Ask for hosts, user and key, and write an inventory (to -i FILE, else ./inventory.yml); never over another one")
        {
            hosts, user, key, become
        };
        command.SetAction(parsed =>
        {
            var path = GlobalOptions.InventoryPath(parsed);
            if (File.Exists(path)) throw InventoryFile.IsThere(path);
            var questions = new InventoryQuestions(Console.Error, Console.IsInputRedirected ? null : Console.In,
                LocalUser.Current, SshConfig.Load(LocalUser.Current), GlobalOptions.LanguageOf(parsed));
            var text = questions.Ask(parsed.GetValue(hosts)!, parsed.GetValue(user), parsed.GetValue(key),
                parsed.GetValue(become)).Write();
            // Read back before it is written: what cannot be read must not be kept.
            var count = Inventory.Parse(text, path, SshConfig.Load(LocalUser.Current), LocalUser.Current).Hosts.Count;
            InventoryFile.Write(path, text, replace: false);
            var language = GlobalOptions.LanguageOf(parsed);
            Console.Out.WriteLine(language.Say($"{path}: {count} hosts"));
            var named = path == "inventory.yml" ? "" : $" -i {path}";
            Console.Error.WriteLine(
                language.Say(
                    $"  next: check them (ovswizard hosts check{named}), or continue in the wizard (ovswizard{named}), which finds the hosts' parameters"));
        });
        return command;
    }
}
