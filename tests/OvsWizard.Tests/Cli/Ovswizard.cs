using System.Diagnostics;

namespace OvsWizard.Tests.Cli;

/// <summary>
/// The released program, run as a person or a script would, in a folder with an inventory and a home of its own.
/// </summary>
internal sealed class Ovswizard : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ovswizard");

    public Ovswizard() => File.WriteAllText(InventoryPath, Plans.Overlay.Hosts(2));

    public string Folder => folder.FullName;
    public string InventoryPath => Path.Combine(Folder, "hosts.yml");
    public Dictionary<string, string> Variables { get; } = [];

    public (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(PublishedBinary.Path, arguments) { WorkingDirectory = Folder,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["HOME"] = Folder;
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
