using System.Globalization;
using OvsWizard.Journal;
using OvsWizard.Texts;
using Serilog;
using Serilog.Core;

namespace OvsWizard.Logs;

/// <summary>
/// What the program did, for whoever has to find out later why: a file a day beside the runs, rotated, with every
/// secret taken out. Opened with the first line; where it cannot be written the program goes on without it.
/// </summary>
public static class ProgramLog
{
    private const long LargestFile = 10 * 1024 * 1024;
    private const int FilesKept = 14;

    private static readonly Lazy<Logger?> Log = new(Open);

    public static string Folder => Path.Combine(RunFolder.Home, "logs");

    public static void Note(string what) => Log.Value?.Information("{What:l}", Told(what));

    /// <summary>An error that was told to the operator.</summary>
    public static void Trouble(Failure failure) =>
        Log.Value?.Warning("{What:l}", Told($"{failure}{(failure.InnerException is { } cause ? $"\n{cause}" : "")}"));

    /// <summary>A defect of the program.</summary>
    public static void Defect(Exception exception) => Log.Value?.Error("{What:l}", Told($"{exception}"));

    /// <summary>One event of a run, without the output of commands.</summary>
    public static void See(string run, RunEvent happened)
    {
        if (happened is StepOutput or StepPhase) return;
        // Before-images hold the bytes of files; they are the journal's.
        var told = happened is StepIntended intended ? intended with { Image = null } : happened;
        Note($"{run} {told}");
    }

    public static void Close()
    {
        try
        {
            if (Log.IsValueCreated) Log.Value?.Dispose();
        }
        catch (IOException)
        {
            // What a full disk did not take is lost; the program's own end must not be.
        }
    }

    /// <summary>Without secrets, and so that nothing in it can pass for another line of the log.</summary>
    private static string Told(string what) =>
        Printable.Of(Redactor.Clean(what)).Replace("\n", "\n  ", StringComparison.Ordinal);

    private static Logger? Open()
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Folder);
            else Directory.CreateDirectory(Folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new LoggerConfiguration()
                .WriteTo.File(Path.Combine(Folder, "ovswizard-.log"), rollingInterval: RollingInterval.Day,
                    fileSizeLimitBytes: LargestFile, rollOnFileSizeLimit: true,
                    retainedFileCountLimit: FilesKept, shared: false, formatProvider: CultureInfo.InvariantCulture,
                    outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} "
                        + Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + " {Message:lj}{NewLine}")
                .CreateLogger();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
