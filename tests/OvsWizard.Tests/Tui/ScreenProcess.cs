using OvsWizard.Tui;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tests.Tui;

/// <summary>
/// Screens in a process and a terminal of their own that no command of the program shows: this test program, started
/// again with the variable set, is the wizard with that screen.
/// </summary>
internal static class ScreenProcess
{
    /// <summary>Names the screen; what follows a colon is its to read.</summary>
    public const string Variable = "OVSW_TEST_SCREEN";

    private static readonly Dictionary<string, Func<string, Func<Wizard, Screen>>> screens = new()
    {
        ["crash"] = file => new CrashingRun(file).Show,
        ["flood"] = file => new Runs.Flood(file).Show,
    };

    public static bool IsOne => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>The command that shows it.</summary>
    public static string Command(string screen, string file) => $"{Variable}={screen}:{file} {Environment.ProcessPath}";

    /// <summary>Shows the screen until it ends; returns the exit code.</summary>
    public static int Run()
    {
        var (name, file) = Environment.GetEnvironmentVariable(Variable)!.Split(':', 2) is [var n, var f] ? (n, f)
            : throw new ArgumentException($"{Variable} is SCREEN:FILE");
        var settings = Path.Combine(Path.GetDirectoryName(file)!, "settings.yml");
        try
        {
            return WizardProgram.Run(new Wizard(new Settings(), Language.English, ThemeName.Dark, settings),
                screens[name](file));
        }
        catch (InvalidOperationException defect)
        {
            Console.Error.WriteLine($"defect: {defect.Message}");
            return 1;
        }
    }

    /// <summary>
    /// A screen with a run under way whose layout breaks when x is pressed: the toolkit's own loop ends by that.
    /// </summary>
    private sealed class CrashingRun(string file)
    {
        public Screen Show(Wizard wizard)
        {
            wizard.Leaving.Add(async () =>
            {
                await Task.Delay(100);
                await File.WriteAllTextAsync(file, "parked");
            });
            return new Breaking(wizard);
        }

        private sealed class Breaking(Wizard wizard) : Screen(wizard)
        {
            public override string Heading => "Breaking";

            public override IReadOnlyList<ScreenKey> Keys => [new(Terminal.Gui.Input.Key.X, "break", () =>
                Add(new View { Height = Dim.Func(_ => throw new InvalidOperationException("the screen broke")) }))];

            public override IReadOnlyList<Line> Help => [];
        }
    }
}
