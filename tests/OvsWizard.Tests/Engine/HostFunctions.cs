using OvsWizard.Lab;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Engine;

/// <summary>The shell functions that steps call on a host, in a shell of this machine.</summary>
internal static class HostFunctions
{
    /// <summary>The text of modules of <c>templates/functions</c> and of what they require.</summary>
    public static string Of(params string[] modules) =>
        ShellModules.Load(modules.Select(m => (m, new SourceLocation("a test"))),
            Path.Combine(PublishedBinary.Root, "templates")).Text;

    /// <param name="modules">The vocabulary of all steps comes before them.</param>
    /// <param name="words">What the script finds as $1 and so on.</param>
    public static Task<ProgramResult> RunAsync(string[] modules, string script, string shell = "dash",
        params string[] words) =>
        HostProgram.TryAsync(shell,
            ["-c",
                $". \"$0/src/OvsWizard/Engine/Host/prelude.sh\"\n. \"$0/src/OvsWizard/Engine/Host/files.sh\"\n{Of(modules)}{script}",
                PublishedBinary.Root, .. words]);
}
