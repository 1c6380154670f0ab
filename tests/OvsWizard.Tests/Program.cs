using OvsWizard.Tests.Tui;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace OvsWizard.Tests;

/// <summary>What xunit.v3 would generate, and before it: this program can also be one screen of the wizard.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) =>
        ScreenProcess.IsOne ? Task.FromResult(ScreenProcess.Run())
        : args.Any(a => a is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : ConsoleRunner.Run(args);
}
