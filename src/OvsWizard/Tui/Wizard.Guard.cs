using OvsWizard.Logs;

namespace OvsWizard.Tui;

/// <summary>
/// What a screen breaks must not end the wizard and whatever else it shows: the defect is told and logged, and the
/// wizard stays.
/// </summary>
public sealed partial class Wizard
{
    private readonly HashSet<(Screen? Screen, string Message)> told = [];
    private Action? aside;

    /// <summary>Told of every defect, besides the operator and the log; a test's.</summary>
    internal Action<Exception>? Broken { get; set; }

    /// <summary>Does something of a screen's.</summary>
    internal void Guard(Action act) => Guard(() =>
    {
        act();
        return true;
    });

    /// <summary>Does something of a screen's; true where it broke, for then the key did do something.</summary>
    internal bool Guard(Func<bool> act)
    {
        try
        {
            return act();
        }
        catch (Failure failure)
        {
            Do(() => ShowAsync(failure));
        }
        catch (Exception defect)
        {
            Broke(defect);
        }
        return true;
    }

    /// <summary>
    /// Logs a defect and shows it; the same one of the same screen once, for it may come back with every frame.
    /// </summary>
    internal void Broke(Exception defect)
    {
        if (!told.Add((Top, defect.Message))) return;
        Broken?.Invoke(defect);
        ProgramLog.Defect(defect);
        // It may be drawing just now.
        Post(() => Do(() => ShowAsync(DefectOf(defect))));
    }

    /// <summary>
    /// After the toolkit's loop itself broke: the screen that it broke on is taken off. False where there is none
    /// below, or nothing helps.
    /// </summary>
    internal bool Recover(Exception defect)
    {
        if (screens.Count < 2 || told.Contains((Top, defect.Message))) return false;
        dialog?.GiveUp();
        Remove();
        StopRequested = false;
        Post(() => Appear());
        Post(() => Broke(defect));
        return true;
    }

    /// <summary>
    /// Gives the terminal back, does something with it, and comes back to the screen as it was; what is under way goes
    /// on meanwhile.
    /// </summary>
    public void StepAside(Action act)
    {
        aside = act;
        RequestStop();
    }

    /// <summary>What the loop ended for; null where the wizard is to end.</summary>
    internal Action? TakeAside()
    {
        var taken = aside;
        aside = null;
        if (taken is not null) StopRequested = false;
        return taken;
    }

    private static Failure DefectOf(Exception defect) => new(FailureKind.Step,
        $"a defect of ovswizard: {defect.Message}", $"this should not happen; the details are in {ProgramLog.Folder}",
        $"continue here, or leave this screen with Esc; a run that is under way is not affected", cause: defect);
}
