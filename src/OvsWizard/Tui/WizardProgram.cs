using System.Runtime.InteropServices;
using OvsWizard.Logs;
using OvsWizard.Tui.Terminals;
using Terminal.Gui.App;
using Terminal.Gui.Configuration;

namespace OvsWizard.Tui;

/// <summary>
/// The wizard as a process: whatever ends it (the operator, a signal, a terminal that is gone, a defect), what is under
/// way is parked, the terminal is as it was before, and the process ends.
/// </summary>
public static class WizardProgram
{
    /// <summary>After a signal the process ends at the latest this long after what is under way had its time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>The loop sleeps as <see cref="Pulse"/> says; the toolkit is not to sleep besides.</summary>
    private const ushort IterationsPerSecond = 1000;

    private static readonly TimeSpan TerminalCheck = TimeSpan.FromSeconds(1);

    /// <summary>Whether there is a terminal that will do.</summary>
    public static bool CanShow => Terminal.WhyNot is null;

    /// <summary>The colours of the terminal, by what it says of itself.</summary>
    public static ColourDepth Depth => Terminal.Depth;

    /// <summary>Shows the wizard until it ends; returns the exit code.</summary>
    /// <exception cref="Failure">Input: there is no terminal.</exception>
    public static int Run(Wizard wizard, Func<Wizard, Screen> first)
    {
        Terminal.Require();
        var interrupted = false;
        using var hardEnd = new Timer(_ => Abandon());
        void End(bool isHungUp)
        {
            if (interrupted) return;
            (interrupted, wizard.IsHungUp) = (true, isHungUp);
            hardEnd.Change(Wizard.LeavingLimit + Grace, System.Threading.Timeout.InfiniteTimeSpan);
            // Without a terminal the toolkit's loop does not come to its end, and its input thread spins: there is
            // nothing to restore, so leave at once.
            if (Terminal.IsGone()) _ = Task.Run(wizard.ParkAsync).ContinueWith(_ => Abandon(), TaskScheduler.Default);
            else wizard.End();
        }
        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true;
            End(signal.Signal is PosixSignal.SIGHUP || Terminal.IsGone());
        }
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var watch = new Timer(_ => { if (Terminal.IsGone()) End(isHungUp: true); }, null, TerminalCheck,
            TerminalCheck);
        AppDomain.CurrentDomain.UnhandledException += OnDefectElsewhere;
        var printed = Console.Out;
        try
        {
            Console.SetOut(Terminal.Raw);
            Show(wizard, first);
            return interrupted ? (int)FailureKind.Interrupted : 0;
        }
        catch (IOException) when (interrupted)
        {
            // The terminal went while it was being restored.
            return (int)FailureKind.Interrupted;
        }
        catch
        {
            // The operator has a terminal again while the steps in hand are finished; nothing here waits for the
            // screen's thread.
            Terminal.Restore();
            Task.Run(wizard.ParkAsync).Wait();
            throw;
        }
        finally
        {
            Console.SetOut(printed);
            AppDomain.CurrentDomain.UnhandledException -= OnDefectElsewhere;
        }
    }

    private static void Show(Wizard wizard, Func<Wizard, Screen> first)
    {
        // As published the toolkit does not do so by itself (Terminal.Gui.substitutions.xml); elsewhere a second time
        // does no harm.
        TuiConfigurationBuilder.Shared.ApplyToStaticFacades();
        Application.MaximumIterationsPerSecond = IterationsPerSecond;
        using var pulse = new Pulse();
        using var resized = OperatingSystem.IsWindows() ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => pulse.Wake());
        wizard.Pulse = pulse;
        wizard.ToTerminal = Terminal.Send;
        using (wizard)
        {
            wizard.Start(first);
            while (ShowUntilStopped(wizard, pulse) is { } aside)
            {
                aside();
                pulse.Wake();
            }
        }
    }

    /// <summary>
    /// Shows the wizard until its loop ends, and gives the terminal back; returns what is to be done before it is shown
    /// again, null where it is not.
    /// </summary>
    private static Action? ShowUntilStopped(Wizard wizard, Pulse pulse)
    {
        using var app = TerminalDriver.Create(pulse, wizard.Depth);
        app.Init();
        try
        {
            app.Run(wizard);
        }
        catch (Exception defect) when (wizard.Recover(defect))
        {
            return () => { };
        }
        var aside = wizard.TakeAside();
        wizard.SetTitle("");
        Terminal.Clear();
        return aside;
    }

    /// <summary>A thread of its own has failed: the screen's loop cannot be ended from here any more.</summary>
    private static void OnDefectElsewhere(object sender, UnhandledExceptionEventArgs args)
    {
        Terminal.Restore();
        if (args.ExceptionObject is Exception defect)
        {
            ProgramLog.Defect(defect);
            ProgramLog.Close();
            Console.Error.WriteLine(
                $"error: a defect of ovswizard: {defect.Message}\n  why: this should not happen; the details are in {ProgramLog.Folder}\n  fix: a run that was under way can be resumed: ovswizard resume");
        }
        Environment.Exit((int)FailureKind.Step);
    }

    private static void Abandon()
    {
        Terminal.Restore();
        Environment.Exit((int)FailureKind.Interrupted);
    }
}
