using System.Collections.Concurrent;
using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using OvsWizard.Tui.Terminals;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace OvsWizard.Tui;

/// <summary>
/// The wizard: a stack of screens between a title and the keys, and at most one question over them. There is one loop
/// and no modal one: other threads <see cref="Post"/>, the loop drains. Esc goes back, on the first screen it does
/// nothing; q ends the wizard.
/// </summary>
public sealed partial class Wizard : Runnable
{
    /// <summary>The least the screens are made for.</summary>
    public const int LeastColumns = 60, LeastRows = 16;

    /// <summary>So long may parking what is under way take.</summary>
    public static readonly TimeSpan LeavingLimit = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<Action> posted = new();
    private readonly List<Screen> screens = [];
    private readonly TitleBar title = new();
    private readonly StageBar stages = new() { Y = 1 };
    private readonly View body = new() { Width = Dim.Fill(), CanFocus = true };
    private readonly NoticeBar notice = new();
    private readonly KeyBar keys = new();
    private readonly TooSmall tooSmall = new() { Visible = false };
    private readonly ScreenContext context;
    private readonly string settingsPath;

    /// <param name="settingsPath">Where a change of language, theme or mouse is kept.</param>
    /// <param name="depth">The colours of the terminal.</param>
    public Wizard(Settings settings, Language language, ThemeName theme, string settingsPath,
        ColourDepth depth = ColourDepth.Full)
    {
        this.settingsPath = settingsPath;
        Settings = settings;
        Language = language;
        Depth = depth;
        Theme = Theme.Of(theme, depth, settings.Colours);
        context = new ScreenContext(this);
        Width = Dim.Fill();
        Height = Dim.Fill();
        SetScheme(Theme.Scheme);
        Add(title, stages, body, notice, keys, tooSmall);
    }

    public Settings Settings { get; private set; }
    public Language Language { get; private set; }
    public Theme Theme { get; private set; }

    /// <summary>The colours of the terminal.</summary>
    public ColourDepth Depth { get; }

    /// <summary>Wakes the screen's loop; null where it never sleeps.</summary>
    public Pulse? Pulse { get; set; }

    /// <summary>The screen that is shown.</summary>
    public Screen? Top => screens.Count > 0 ? screens[^1] : null;

    /// <summary>Said above the keys until the next key is pressed.</summary>
    public Line Notice { get; private set; } = Line.Empty;

    /// <summary>
    /// Called, all at once, when the process must end soon (a signal, a terminal that is gone) or the operator quits: a
    /// run is parked here, on any thread, within <see cref="LeavingLimit"/>.
    /// </summary>
    public List<Func<Task>> Leaving { get; } = [];

    /// <summary>The terminal is gone: what can go on without it is to go on.</summary>
    public bool IsHungUp { get; set; }

    /// <summary>
    /// What is under way; null where nothing is. Asked about before the operator quits.
    /// </summary>
    public Func<WorkUnderWay?> UnderWay { get; set; } = () => null;

    internal IEnumerable<string> Titles => screens.Skip(1).Select(s => s.Heading);

    internal IReadOnlyList<ScreenKey> KeysNow
    {
        get
        {
            if (Top is not { } screen) return [];
            if (search is not null)
                return [new(Key.Enter, Language.Say($"keep"), () => CloseSearch(keep: true)),
                    new(Key.Esc, Language.Say($"end the search"), () => CloseSearch(keep: false))];
            var typing = MostFocused is Field;
            try
            {
                return [.. screen.Keys.Concat(Everywhere(screen)).Where(k => !typing || !k.IsTyped)];
            }
            catch (Exception defect)
            {
                Broke(defect);
                return [.. Everywhere(screen)];
            }
        }
    }

    /// <summary>
    /// The theme that suits a terminal: its own colours, unless it has enough that look the same everywhere.
    /// </summary>
    public static ThemeName ThemeOf(ColourDepth depth) => depth switch
    {
        >= ColourDepth.Palette => ThemeName.Dark,
        ColourDepth.None => ThemeName.Plain,
        _ => ThemeName.Sixteen,
    };

    /// <summary>The wizard that shows a view.</summary>
    public static Wizard Of(View view)
    {
        for (var above = view; above is not null; above = above.SuperView)
            if (above is Wizard wizard)
                return wizard;
        throw new InvalidOperationException("the view is not shown by a wizard");
    }

    public string NameOf(ThemeName theme) => theme switch
    {
        ThemeName.Dark => Language.Say($"dark"),
        ThemeName.Light => Language.Say($"light"),
        ThemeName.HighContrast => Language.Say($"high contrast"),
        ThemeName.ColourBlind => Language.Say($"colour-blind"),
        ThemeName.Sixteen => Language.Say($"the terminal's"),
        _ => Language.Say($"no colour"),
    };

    /// <summary>Shows a screen on top of the one that is shown; Esc comes back.</summary>
    public void Show(Screen screen)
    {
        if (Top is { } before) before.Visible = false;
        screens.Add(screen);
        body.Add(screen);
        Appear(screen.StartsAt);
    }

    /// <summary>Shows a screen in place of the one that is shown.</summary>
    public void Replace(Screen screen)
    {
        if (screens.Count > 0) Remove();
        Show(screen);
    }

    /// <summary>Back to the screen below; the last one stays.</summary>
    public void Back()
    {
        if (screens.Count < 2) return;
        Remove();
        Appear();
    }

    /// <summary>Back to the first screen.</summary>
    public void Home()
    {
        while (screens.Count > 1) Remove();
        Appear();
    }

    /// <summary>Says something in one line above the keys.</summary>
    public void Tell(Line line)
    {
        Notice = line;
        notice.SetNeedsDraw();
    }

    /// <summary>Has something done on the screen's thread; from any thread, in order.</summary>
    public void Post(Action action)
    {
        posted.Enqueue(action);
        Pulse?.Wake();
    }

    /// <summary>
    /// Begins work that takes time. What fails is shown; what follows an await runs on the screen's thread.
    /// </summary>
    public async void Do(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Failure failure)
        {
            await ShowAsync(failure);
        }
        catch (OperationCanceledException)
        {
            // The operator left; there is nothing to say.
        }
        catch (Exception defect)
        {
            Broke(defect);
        }
    }

    /// <summary>Changes what the operator prefers, shows it at once and keeps it.</summary>
    public void Prefer(Settings settings)
    {
        if (settings.Language is { } language) Language = language;
        if (settings.Theme is { } theme) Theme = Theme.Of(theme, Depth, settings.Colours);
        if (App?.Mouse is { } mouse) mouse.IsMouseDisabled = !settings.Mouse;
        Settings = settings;
        SetScheme(Theme.Scheme);
        if (Top is { } screen) Guard(screen.Refresh);
        Redraw();
        try
        {
            settings.Write(settingsPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(new Line(Language.Say($"cannot be saved in {settingsPath}: {e.Message}"), Tone.Changed));
        }
    }

    /// <summary>As if the key had been pressed: a click on its label.</summary>
    public void Press(Key key) => Post(() => NewKeyDownEvent(key));

    /// <summary>Ends the wizard without a question, from any thread: what is under way is parked first.</summary>
    public void End() => Post(() => Do(async () =>
    {
        await ParkAsync();
        RequestStop();
    }));

    /// <summary>Shows the first screen as soon as there is something to show it on.</summary>
    internal void Start(Func<Wizard, Screen> first) => Post(() => Show(first(this)));

    /// <summary>
    /// Does what other threads posted, as much as was there at the beginning, and lets the screen follow the time.
    /// </summary>
    internal void Drain()
    {
        SynchronizationContext.SetSynchronizationContext(context);
        for (var left = posted.Count; left > 0 && posted.TryDequeue(out var action); left--) Guard(action);
        if (Top is { } screen) Guard(screen.Tick);
    }

    /// <summary>Draws everything anew.</summary>
    internal void Redraw()
    {
        Arrange();
        SetNeedsDraw();
        foreach (var view in SubViews) view.SetNeedsDraw();
        foreach (var view in Top?.SubViews ?? []) view.SetNeedsDraw();
    }

    protected override void OnIsRunningChanged(bool newIsRunning)
    {
        base.OnIsRunningChanged(newIsRunning);
        if (!newIsRunning || App is not { } app) return;
        // The toolkit's own keys (Esc ends the application, Ctrl-Z stops it with the terminal as it is) are not wanted;
        // moving between panes is.
        app.Keyboard.KeyBindings.Clear();
        app.Keyboard.KeyDown += (_, _) => Tell(Line.Empty);
        app.Mouse.IsMouseDisabled = !Settings.Mouse;
        app.Iteration += (_, _) =>
        {
            Pulse?.Wait();
            Drain();
        };
    }

    protected override bool OnKeyDown(Key key)
    {
        key = Settings.Keys[key];
        if (key == Key.C.WithCtrl) Quit();
        else if (key == Key.Z.WithCtrl) StepAside(Terminal.Stop);
        else if (key == Key.L.WithCtrl) Redraw();
        else if (tooSmall.Visible || dialog is not null) return true;
        else if (Guard(() => Pressed(key))) { }
        else if (key == Key.Tab) AdvanceFocus(NavigationDirection.Forward, TabBehavior.TabStop);
        else if (key == Key.Tab.WithShift) AdvanceFocus(NavigationDirection.Backward, TabBehavior.TabStop);
        else return key == Key.Esc;
        if (dialog is null) Arrange();
        keys.SetNeedsDraw();
        return true;
    }

    protected override void OnFrameChanged(in System.Drawing.Rectangle frame)
    {
        base.OnFrameChanged(frame);
        Redraw();
    }

    /// <summary>Does what the key does on this screen; false where it does nothing here.</summary>
    private bool Pressed(Key key)
    {
        var pressed = KeysNow.FirstOrDefault(k => k.Key == key);
        if (pressed is { WhyNot: { } reason })
        {
            Tell(new Line(reason, Tone.Changed));
            pressed.Points?.Invoke();
        }
        else pressed?.Act();
        return pressed is not null;
    }

    /// <summary>Gives what is under way its time to be parked.</summary>
    internal async Task ParkAsync() =>
        await Task.WhenAny(Task.WhenAll(Leaving.Select(park => park())), Task.Delay(LeavingLimit));

    private async Task LeaveAsync()
    {
        if (Top is { } screen && await MayLeaveAsync(screen) && ReferenceEquals(screen, Top)) Back();
    }

    /// <summary>A screen that breaks while it is asked is left all the same: there must be a way out.</summary>
    private async Task<bool> MayLeaveAsync(Screen screen)
    {
        try
        {
            return await screen.MayLeaveAsync();
        }
        catch (Exception defect) when (defect is not (Failure or OperationCanceledException))
        {
            Broke(defect);
            return true;
        }
    }

    private void Appear(View? startsAt = null)
    {
        Top!.Visible = true;
        Guard(Top.Refresh);
        if (dialog is null) (startsAt ?? Top).SetFocus();
        Redraw();
    }

    private void Remove()
    {
        CloseSearch(keep: true);
        var gone = screens[^1];
        screens.RemoveAt(screens.Count - 1);
        body.Remove(gone);
        gone.Dispose();
    }

    /// <summary>
    /// Gives every line its place: how many the keys take depends on the screen, the language and the width.
    /// </summary>
    private void Arrange()
    {
        var (width, height) = (Viewport.Width, Viewport.Height);
        if (width == 0 || height == 0) return;
        tooSmall.Visible = width < LeastColumns || height < LeastRows;
        var first = Top?.Stage is null ? 1 : 2;
        stages.Visible = first == 2;
        var rows = keys.RowsFor(width, height);
        body.Y = first;
        body.Height = Math.Max(1, height - first - rows - 1);
        notice.Y = height - rows - 1;
        keys.Y = height - rows;
        keys.Height = rows;
    }
}
