using System.Runtime.CompilerServices;
using System.Text;
using OvsWizard.Texts;
using OvsWizard.Tui;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;
using Terminal.Gui.Testing;
using Terminal.Gui.Time;

namespace OvsWizard.Tests.Tui;

/// <summary>
/// A wizard without a terminal: keys go in, the screen comes out as text.
/// <c>using var wizard = new Headless(w => new HomeScreen(w, …)); wizard.Keys("F2", "Enter"); Assert.Contains("…",
/// wizard.Screen);</c>
/// </summary>
public sealed class Headless : IDisposable
{
    /// <summary>The toolkit's own switch for tests.</summary>
    public const string WithoutTerminalVariable = "DisableRealDriverIO";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly IApplication app;
    private readonly SessionToken session;
    private readonly List<Exception> defects = [];

    public Headless(Func<Wizard, Screen> first, int columns = 80, int rows = 24, Language language = Language.English,
        ThemeName theme = ThemeName.Dark)
    {
        SettingsPath = Path.Combine(Directory.CreateTempSubdirectory("ovsw-tui-").FullName, "settings.yml");
        Wizard = new Wizard(new Settings(), language, theme, SettingsPath) { Broken = defects.Add };
        app = Application.Create(new VirtualTimeProvider());
        session = Apart(() =>
        {
            app.Init(DriverRegistry.Names.ANSI);
            app.Driver!.SetScreenSize(columns, rows);
            return app.Begin(Wizard)!;
        });
        Wizard.Start(first);
        Settle();
    }

    public Wizard Wizard { get; }
    public string SettingsPath { get; }
    public int ColumnCount => app.Driver!.Cols;
    public int RowCount => app.Driver!.Rows;

    /// <summary>
    /// What broke while it was shown and is told on the screen; a test that does not ask for it must not have any.
    /// </summary>
    public IReadOnlyList<Exception> TakeDefects()
    {
        List<Exception> taken = [.. defects];
        defects.Clear();
        return taken;
    }

    /// <summary>The screen: a line a row, without the blanks at the end of lines.</summary>
    public string Screen => string.Join('\n', Rows()).TrimEnd('\n') + "\n";

    /// <summary>The screen with its colours, by row and column.</summary>
    internal Terminal.Gui.Drawing.Cell[,] Cells => app.Driver!.Contents!;

    /// <summary>Presses keys, one after the other: "Enter", "F2", "Esc", "Ctrl-C", "↓", "x".</summary>
    public Headless Keys(params string[] keys)
    {
        Settle();
        foreach (var key in keys) Do(_ => app.InjectKey(Parse(key)));
        return this;
    }

    /// <summary>Presses keys and draws once, after the last.</summary>
    public Headless KeysAtOnce(params string[] keys) => Do(_ =>
    {
        foreach (var key in keys) app.InjectKey(Parse(key));
    });

    /// <summary>Types a text, character by character.</summary>
    public Headless Type(string text) => Keys([.. text.Select(c => c.ToString())]);

    public Headless Paste(string text) => Do(_ => app.RaisePasteEvent(text));

    /// <summary>Clicks where the text stands on the screen.</summary>
    public Headless Click(string text, bool twice = false)
    {
        var rows = Rows().ToList();
        var row = rows.FindIndex(r => r.Contains(text, StringComparison.Ordinal));
        Assert.True(row >= 0, $"'{text}' is not on the screen:\n{Screen}");
        var at = new System.Drawing.Point(Columns.Width(rows[row][..rows[row].IndexOf(text, StringComparison.Ordinal)]),
            row);
        return Do(_ => app.InjectSequence(twice ? InputInjectionExtensions.LeftButtonDoubleClick(at)
            : InputInjectionExtensions.LeftButtonClick(at)));
    }

    public Headless Resize(int columns, int rows) => Do(_ => app.Driver!.SetScreenSize(columns, rows));

    /// <summary>The text stands on the screen.</summary>
    public Headless Shows(string text)
    {
        Assert.True(Screen.Contains(text, StringComparison.Ordinal),
            $"'{text}' is not on the screen:\n{Screen}\n{string.Join('\n', defects)}");
        return this;
    }

    /// <summary>Lets the screen come to rest until it shows the text; for work that other threads do.</summary>
    public Headless WaitFor(string text) =>
        Until(() => Screen.Contains(text, StringComparison.Ordinal), $"'{text}' does not come to the screen");

    /// <summary>
    /// Lets the screen come to rest until something has happened that it does not show; for work that other threads do.
    /// </summary>
    public Headless Until(Func<bool> happened, [CallerArgumentExpression(nameof(happened))] string what = "")
    {
        var end = DateTime.UtcNow + Patience;
        while (!happened())
        {
            Assert.True(DateTime.UtcNow < end, $"{what}: not within {Patience.TotalSeconds} s:\n{Screen}");
            Thread.Sleep(5);
            Settle();
        }
        return this;
    }

    /// <summary>What was answered, by now or soon.</summary>
    public T Answer<T>(Task<T> asked)
    {
        Until(() => asked.IsCompleted, "the answer");
        return asked.Result;
    }

    public void Dispose()
    {
        try
        {
            Assert.Empty(defects);
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        Apart(() =>
        {
            app.End(session);
            Wizard.Dispose();
            app.Dispose();
            return this;
        });
        Directory.Delete(Path.GetDirectoryName(SettingsPath)!, recursive: true);
    }

    [ModuleInitializer]
    internal static void WithoutTerminal()
    {
        if (!ScreenProcess.IsOne) Environment.SetEnvironmentVariable(WithoutTerminalVariable, "1");
    }

    /// <summary>Does something as the wizard's loop would: what it awaits goes on there.</summary>
    public Headless Do(Action<Wizard> act) => Apart(() =>
    {
        Wizard.Drain();
        act(Wizard);
        for (var round = 0; round < 5; round++)
        {
            Wizard.Drain();
            Thread.Yield();
        }
        app.LayoutAndDraw(forceRedraw: true);
        return this;
    });

    /// <summary>
    /// The toolkit and the wizard make their contexts the thread's own. A test must not keep them: what it awaits would
    /// wait for a loop that nobody runs.
    /// </summary>
    private static T Apart<T>(Func<T> act)
    {
        var own = SynchronizationContext.Current;
        try
        {
            return act();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(own);
        }
    }

    /// <summary>Does what was posted, what that posts, and draws.</summary>
    private void Settle() => Do(_ => { });

    private static Key Parse(string name) => name switch
    {
        "↑" => Key.CursorUp,
        "↓" => Key.CursorDown,
        "←" => Key.CursorLeft,
        "→" => Key.CursorRight,
        "PgUp" => Key.PageUp,
        "PgDn" => Key.PageDown,
        { Length: 1 } => new Key(name[0]),
        _ => Key.TryParse(name.Replace("Ctrl-", "Ctrl+", StringComparison.Ordinal), out var key) ? key
            : throw new ArgumentException($"no key is called '{name}'"),
    };

    private IEnumerable<string> Rows()
    {
        var cells = Cells;
        for (var row = 0; row < RowCount; row++)
        {
            var line = new StringBuilder();
            for (var column = 0; column < ColumnCount; column++)
            {
                var grapheme = cells[row, column].Grapheme;
                line.Append(grapheme);
                if (Columns.Width(grapheme) == 2) column++;
            }
            yield return line.ToString().TrimEnd();
        }
    }
}
