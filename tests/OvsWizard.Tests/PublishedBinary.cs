using System.Diagnostics;

namespace OvsWizard.Tests;

/// <summary>
/// The program as it is released: compiled ahead of time by publish.sh, once for all tests that run it as a child
/// process. OVSWIZARD_BINARY names one that is there already.
/// </summary>
internal static class PublishedBinary
{
    private static readonly Lazy<string> Published = new(Publish);

    public static string Path => Published.Value;

    /// <summary>The top of the source tree: where OvsWizard.sln is.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "OvsWizard.sln")))
            folder = System.IO.Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static string Publish()
    {
        if (Environment.GetEnvironmentVariable("OVSWIZARD_BINARY") is { Length: > 0 } named)
            return System.IO.Path.GetFullPath(named);
        var folder = System.IO.Path.Combine(AppContext.BaseDirectory, "published");
        using var publish = Process.Start(new ProcessStartInfo(System.IO.Path.Combine(Root, "publish.sh"),
            [folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = publish.StandardError.ReadToEndAsync();
        var output = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        Assert.True(publish.ExitCode == 0, $"publish.sh failed:\n{output}{errors.Result}");
        return System.IO.Path.Combine(folder, "ovswizard");
    }
}
