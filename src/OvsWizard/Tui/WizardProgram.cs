using System.Runtime.InteropServices;
using OvsWizard.Journal;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;

namespace OvsWizard.Tui;

/// <summary>
/// The wizard as a process: whatever ends it (the operator, a signal, a terminal that is gone, a defect), what is under way is parked,
/// the terminal is as it was before, and the process ends.
/// </summary>
public static class WizardProgram
{
    /// <summary>After a signal the process ends at the latest this long after what is under way had its time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TerminalCheck = TimeSpan.FromSeconds(1);

    private static string LogPath => Path.Combine(RunFolder.Home, "wizard.log");

    /// <summary>Shows the wizard until it ends; returns the exit code.</summary>
    /// <exception cref="Failure">Input: there is no terminal. Step: a defect ended it.</exception>
    public static int Run(Wizard wizard, Func<Wizard, Screen> first)
    {
        Terminal.Require();
        var interrupted = false;
        using var hardEnd = new Timer(_ => Abandon());
        void End()
        {
            if (interrupted) return;
            interrupted = true;
            hardEnd.Change(Wizard.LeavingLimit + Grace, System.Threading.Timeout.InfiniteTimeSpan);
            // Without a terminal the toolkit's loop does not come to its end, and its input thread spins: there is nothing to restore, so leave at once.
            if (Terminal.IsGone()) _ = Task.Run(wizard.ParkAsync).ContinueWith(_ => Abandon(), TaskScheduler.Default);
            else wizard.End();
        }
        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true;
            End();
        }
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var watch = new Timer(_ => { if (Terminal.IsGone()) End(); }, null, TerminalCheck, TerminalCheck);
        AppDomain.CurrentDomain.UnhandledException += OnDefectElsewhere;
        try
        {
            Show(wizard, first);
            return interrupted ? (int)FailureKind.Interrupted : 0;
        }
        catch (Exception e) when (e is not Failure && !interrupted)
        {
            Terminal.Restore();
            throw Told(e);
        }
        catch (Exception e) when (e is IOException && interrupted)
        {
            return (int)FailureKind.Interrupted;
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= OnDefectElsewhere;
        }
    }

    private static void Show(Wizard wizard, Func<Wizard, Screen> first)
    {
        using var app = Application.Create();
        // The toolkit thinks in 24 bits; where the theme says the terminal's own colours, it must keep to those.
        Driver.Force16Colors = wizard.Theme.Name is ThemeName.Sixteen or ThemeName.Plain;
        app.Init(DriverRegistry.Names.ANSI);
        using (wizard)
        {
            wizard.Start(first);
            app.Run(wizard);
        }
    }

    private static Failure Told(Exception defect)
    {
        Log(defect);
        return new Failure(FailureKind.Step, $"a defect ended the wizard", $"{defect.GetType().Name}: {Texts.Harmless.Of(defect.Message)}",
            $"the details are in {LogPath}; a run that was under way goes on with 'ovswizard resume'", cause: defect);
    }

    private static void Log(Exception defect)
    {
        try
        {
            Directory.CreateDirectory(RunFolder.Home);
            File.AppendAllText(LogPath, $"{DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC, version {Product.Version}\n{defect}\n\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(defect);
        }
    }

    /// <summary>A thread of its own has failed: the screen's loop cannot be ended from here any more.</summary>
    private static void OnDefectElsewhere(object sender, UnhandledExceptionEventArgs args)
    {
        Terminal.Restore();
        if (args.ExceptionObject is Exception defect) Console.Error.WriteLine($"error: {Told(defect)}");
        Environment.Exit((int)FailureKind.Step);
    }

    private static void Abandon()
    {
        Terminal.Restore();
        Environment.Exit((int)FailureKind.Interrupted);
    }
}
