using System.Runtime.InteropServices;
using Terminal.Gui.Drivers;

namespace OvsWizard.Tui.Terminals;

/// <summary>
/// What is typed, waited for in the kernel: the toolkit's own input asks fifty times a second whether there is any, and
/// its reader spins where the terminal is gone.
/// </summary>
internal sealed class TerminalInput(Pulse pulse) : AnsiInput
{
    private const short Readable = 0x1, Gone = 0x8 | 0x10 | 0x20;
    private static readonly TimeSpan withoutTerminal = TimeSpan.FromMilliseconds(200);

    private readonly int[] ends = Pipe();
    private bool hasRead;

    /// <summary>Ends the waiting: the reader's loop then sees that it is to end.</summary>
    public void Stop() => _ = Write(ends[1], [0], 1);

    public override bool Peek()
    {
        // All of it stands in the queue by now.
        if (hasRead) pulse.Wake();
        hasRead = false;
        var waited = new PollFd[] { new() { Wanted = Readable }, new() { Descriptor = ends[0], Wanted = Readable } };
        _ = Poll(waited, 2, -1);
        if (waited[1].Found != 0) return false;
        if ((waited[0].Found & Gone) == 0) return hasRead = (waited[0].Found & Readable) != 0;
        Thread.Sleep(withoutTerminal);
        return false;
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var end in ends) _ = Close(end);
    }

    private static int[] Pipe()
    {
        var ends = new int[2];
        return Pipe(ends) == 0 ? ends : throw new IOException("no pipe can be made");
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll([In, Out] PollFd[] descriptors, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "pipe", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Pipe([Out] int[] ends);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, byte[] bytes, nuint count);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
