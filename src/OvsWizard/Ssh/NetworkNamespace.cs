using System.Runtime.InteropServices;

namespace OvsWizard.Ssh;

/// <summary>
/// Runs work on a thread that has entered a network namespace (setns(2)): a socket belongs for ever to the namespace of
/// the thread that created it. The thread is of no other use and ends with the work.
/// </summary>
internal static class NetworkNamespace
{
    private const string Directory = "/var/run/netns";
    private const int CloneNewNet = 0x40000000;

    /// <summary>
    /// Runs <paramref name="work"/> on a thread of its own, in the namespace <paramref name="name"/> or, where that is
    /// null, in ours.
    /// </summary>
    public static Task<T> RunAsync<T>(string? name, string host, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                if (name is not null) Enter(name, host);
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }, maxStackSize: 512 * 1024) { IsBackground = true, Name = $"connect {host}" }.Start();
        return done.Task;
    }

    private static void Enter(string name, string host)
    {
        var path = $"{Directory}/{name}";
        if (!File.Exists(path))
            throw new Failure(FailureKind.Host, $"network namespace '{name}' not found", $"'{path}' does not exist",
                $"see 'ip netns list', and correct 'netns' in the inventory", host);
        try
        {
            using var handle = File.OpenHandle(path);
            if (SetNs((int)handle.DangerousGetHandle(), CloneNewNet) == 0) return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Host, $"cannot open the network namespace '{name}'", $"{e.Message}",
                $"run as root", host, cause: e);
        }
        throw new Failure(FailureKind.Host, $"cannot enter the network namespace '{name}'",
            $"{Marshal.GetLastPInvokeErrorMessage()}", $"run as root", host);
    }

    // Not LibraryImport: that would need unsafe blocks for the whole project, and integers need no marshalling.
    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNs(int descriptor, int kind);
}
