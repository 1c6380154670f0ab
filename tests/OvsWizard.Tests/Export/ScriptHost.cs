using System.Diagnostics;
using System.Globalization;
using OvsWizard.Export;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Export;

/// <summary>An exported script of one host, run on this machine with a state and a lock of its own.</summary>
internal sealed class ScriptHost : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public string PathOf(string name) => Path.Combine(folder, name);

    public string Script => PathOf("export/host.sh");

    /// <summary>Folder of the before-images.</summary>
    public string State => PathOf("state");

    public ScriptHost Holds(Plan plan)
    {
        ExportFolder.Write(PathOf("export"),
            [new StandaloneScript(plan, Language.English).FileOf(plan.Hosts[0], "host.sh")]);
        return this;
    }

    public (int Exit, string Output) Run(string shell, string verb, params string[] options) =>
        Run(shell, verb, "", options);

    public (int Exit, string Output) Run(string shell, string verb, string input, string[] options) =>
        Heard(Start(shell, verb, options), input);

    /// <summary>The shell reads the script from its standard input.</summary>
    public (int Exit, string Output) RunFromInput(string shell, string verb) =>
        Heard(Start([shell, "-s", verb]), File.ReadAllText(Script));

    private static (int Exit, string Output) Heard(Process started, string input)
    {
        using var process = started;
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all of it.
        }
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public Process Start(string shell, string verb, params string[] options) =>
        Start([shell, Script, verb, .. options]);

    /// <summary>Runs it apart from any terminal: setsid(1).</summary>
    private Process Start(string[] command)
    {
        var start = new ProcessStartInfo("setsid", ["-w", .. command]) { WorkingDirectory = folder,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OVSW_FOLDER"] = State;
        start.Environment["OVSW_LOCK"] = PathOf("lock");
        start.Environment.Remove("SSH_CONNECTION");
        return Process.Start(start)!;
    }

    /// <summary>kill -9 for whoever holds the host: the script itself, not what it has started.</summary>
    public void Kill()
    {
        var mark = new FileInfo(PathOf("lock")).LinkTarget!.Split(' ')[1];
        var holders = Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(n => int.TryParse(n, CultureInfo.InvariantCulture, out _))
            .Where(n => Read($"/proc/{n}/environ").Split('\0').Contains($"OVSW_MARK={mark}")
                && Read($"/proc/{n}/cmdline").Contains("host.sh", StringComparison.Ordinal))
            .Select(n => int.Parse(n!, CultureInfo.InvariantCulture)).Order().ToList();
        using var script = Process.GetProcessById(holders[0]);
        script.Kill();
        script.WaitForExit();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
