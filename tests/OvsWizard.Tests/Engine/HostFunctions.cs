using OvsWizard.Lab;

namespace OvsWizard.Tests.Engine;

/// <summary>The shell functions that steps call on a host, in a shell of this machine.</summary>
internal static class HostFunctions
{
    /// <param name="files">Of <c>templates/functions</c>; the vocabulary of all steps comes before them.</param>
    /// <param name="words">What the script finds as $1 and so on.</param>
    public static Task<ProgramResult> RunAsync(string[] files, string script, string shell = "dash", params string[] words)
    {
        var sources = string.Concat(files.Select(file => $". \"$0/templates/functions/{file}\"\n"));
        return HostProgram.TryAsync(shell, ["-c", $". \"$0/src/OvsWizard/Engine/Host/prelude.sh\"\n. \"$0/src/OvsWizard/Engine/Host/files.sh\"\n{sources}{script}", PublishedBinary.Root, .. words]);
    }
}
