using System.CommandLine;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Tui;
using OvsWizard.Tui.Runs;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard</c> without a command: the wizard.</summary>
public static class WizardCommand
{
    public static int Run(ParseResult parsed) => WizardProgram.Run(Create(parsed), wizard => new HomeScreen(wizard, ActionsOf(parsed)));

    private static Actions ActionsOf(ParseResult parsed) => Actions with
    {
        Begin = NewRuns.Begin(parsed, RunEntry.Begin),
        Look = NewRuns.Begin(parsed, RunEntry.Look, looksOnly: true),
    };

    /// <summary>A wizard in the language and theme that the options, the settings and the environment say, in this order.</summary>
    public static Wizard Create(ParseResult parsed)
    {
        var settings = Settings.Read(Settings.DefaultPath);
        var asked = GlobalOptions.LanguageOf(parsed);
        var language = parsed.GetValue(GlobalOptions.Lang) is null ? settings.Language ?? asked : asked;
        var withoutColour = parsed.GetValue(GlobalOptions.NoColor) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Wizard(settings, language, withoutColour ? ThemeName.Plain : settings.Theme ?? Wizard.ThemeOfTerminal, Settings.DefaultPath);
    }

    public static Actions Actions { get; } = new()
    {
        Runbooks = RunbookLibrary.Default().All,
        Runs = PastRun.Newest,
        Resume = RunEntry.Resume,
        RollBack = RunEntry.RollBack,
        Verify = RunEntry.Verify,
        Practice = new PracticeHosts(),
    };
}
