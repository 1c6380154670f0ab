using System.Text;
using OvsWizard.Inventories;
using OvsWizard.Tui;
using OvsWizard.Tui.Screens;
using OvsWizard.Tui.Terminals;

namespace OvsWizard.Tests.Tui;

/// <summary>
/// What works on every screen: the palette, a shell on the host, the clipboard, keys and colours of one's own.
/// </summary>
public sealed class KeysEverywhereTests : IDisposable
{
    private readonly NewRunSample run = new(3);

    public void Dispose() => run.Dispose();

    private Headless Hosts()
    {
        var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()));
        return wizard.Do(w => w.Show(new HostsScreen(w, run.Run))).WaitFor(" ready  ");
    }

    // The palette

    [Fact]
    public void The_palette_finds_a_command_by_some_of_its_letters_and_does_it()
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()));
        wizard.Keys(":").Shows("› Commands").Type("hst");
        Assert.Contains("history", wizard.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("practice lab", wizard.Screen, StringComparison.Ordinal);
        wizard.Keys("Enter").Shows("› History");
    }

    [Fact]
    public void The_palette_goes_to_other_places_from_anywhere()
    {
        using var wizard = Hosts();
        wizard.Keys(":").Type("settings").Keys("Enter").Shows("› Settings");
    }

    [Fact]
    public void The_palette_says_why_a_command_does_nothing_and_Esc_leaves_it()
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()));
        wizard.Keys(":").Type("troubleshoot").Shows("not in this version").Keys("Enter").Shows("› Commands").Keys("Esc")
            .Shows("new run");
        wizard.Keys(":").Type("qqq").Shows("no command matches");
    }

    // A shell

    [Fact]
    public void A_shell_opens_on_the_host_under_the_cursor_and_the_screen_is_there_after_it()
    {
        using var wizard = Hosts().Keys("↓", "!");
        Assert.True(wizard.Wizard.StopRequested);
        Assert.NotNull(wizard.Wizard.TakeAside());
        Assert.False(wizard.Wizard.StopRequested);
        Assert.Null(wizard.Wizard.TakeAside());
        Assert.Equal(run.Run.Hosts[1].Name, wizard.Wizard.Top!.HostHere!.Name);
        wizard.Keys("↑").Shows(" ready  ");
    }

    [Fact]
    public void Where_there_is_no_host_there_is_no_shell()
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions())).Keys("!");
        Assert.False(wizard.Wizard.StopRequested);
    }

    [Fact]
    public void The_shell_is_ssh_with_what_the_inventory_says_and_the_name_is_no_option()
    {
        var host = Inventory.Parse(
            "hosts:\n  docker01: { address: 192.0.2.1, user: ops, port: 2222, identity: /keys/site }\n", "hosts.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me")).Hosts[0];
        Assert.Equal("ssh -o HostName=192.0.2.1 -l ops -p 2222 -i /keys/site -o IdentitiesOnly=yes",
            string.Join(' ', HostShell.CommandFor(host).Take(11)));
        Assert.Equal(["--", "docker01"], HostShell.CommandFor(host).TakeLast(2));
    }

    // The clipboard

    [Fact]
    public void A_text_is_copied_by_OSC_52_and_of_several_one_is_chosen()
    {
        var sent = "";
        using var wizard =
            new Headless(w => new CopiedScreen(w, [("address", "192.0.2.1"), ("fingerprint", "SHA256:中")]));
        wizard.Wizard.ToTerminal = text => sent += text;
        wizard.Keys("y").Shows("fingerprint").Keys("2").Shows("copied, where the terminal allows it: fingerprint");
        Assert.Equal($"\e]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes("SHA256:中"))}\a", sent);
        sent = "";
        wizard.Keys("y", "Esc");
        Assert.Equal("", sent);
    }

    [Fact]
    public void The_only_text_is_copied_at_once_and_one_that_is_too_long_is_not()
    {
        var sent = "";
        using var one = new Headless(w => new CopiedScreen(w, [("run", "r1")]));
        one.Wizard.ToTerminal = text => sent += text;
        one.Keys("y");
        Assert.Equal(Sequences.Copy("r1"), sent);

        sent = "";
        using var large =
            new Headless(w => new CopiedScreen(w, [("output", new string('x', Sequences.MostCopied + 1))]));
        large.Wizard.ToTerminal = text => sent += text;
        large.Keys("y").Shows($"too long to copy: {Sequences.MostCopied + 1} characters");
        Assert.Equal("", sent);
    }

    // Of one's own

    [Fact]
    public void Keys_and_colours_of_the_settings_file_work_and_are_kept()
    {
        using var wizard = new Headless(w => new SampleScreen(w, ["host01", "host02", "host03"]));
        File.WriteAllText(wizard.SettingsPath, "keys: { j: Down, k: Up, Z: d }\ncolours: { good: \"#00ff80\" }\n");
        wizard.Do(w => w.Prefer(Settings.Read(wizard.SettingsPath) with { Theme = ThemeName.Dark }));
        var sample = (SampleScreen)wizard.Wizard.Top!;

        wizard.Keys("j", "j", "k", "Z").Shows("host02 is deleted.").Keys("Esc");
        sample.Field.SetFocus();
        wizard.Keys("j", "k");
        Assert.Equal("jk", sample.Field.Text);
        Assert.Equal(new Terminal.Gui.Drawing.Color(0, 0xff, 0x80), wizard.Wizard.Theme.Of(Tone.Good).Foreground);

        // F3 writes the file anew: what is one's own stays.
        wizard.Keys("F3");
        var kept = Settings.Read(wizard.SettingsPath);
        Assert.Equal(Terminal.Gui.Input.Key.CursorDown, kept.Keys[new Terminal.Gui.Input.Key('j')]);
        Assert.Contains("00ff80", File.ReadAllText(wizard.SettingsPath), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys: { j: Downwards }", "no key is called 'Downwards'")]
    [InlineData("colours: { good: green }", "'green' is not a valid colour")]
    [InlineData("colours: { lovely: \"#00ff80\" }", "lovely")]
    public void A_key_or_colour_that_there_is_not_is_refused_with_its_place(string text, string why)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("ovsw-settings-").FullName, "settings.yml");
        File.WriteAllText(path, text + "\n");
        var said = Assert.Throws<Failure>(() => Settings.Read(path)).ToString();
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.Contains("settings.yml:1:", said, StringComparison.Ordinal);
    }

    private sealed class CopiedScreen(Wizard wizard, IReadOnlyList<(string What, string Text)> copies) : Screen(wizard)
    {
        public override string Heading => "Copied";

        public override IReadOnlyList<Line> Help => [];

        public override IReadOnlyList<(string What, string Text)> Copies => copies;
    }
}
