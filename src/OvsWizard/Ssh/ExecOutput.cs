using System.Runtime.InteropServices;
using System.Text;

namespace OvsWizard.Ssh;

/// <summary>Collects all that a command prints.</summary>
internal sealed class ExecOutput
{
    private readonly List<byte> _output = [], _error = [];

    public void Receive(bool isError, ReadOnlySpan<byte> bytes)
    {
        var all = isError ? _error : _output;
        lock (all) all.AddRange(bytes);
    }

    public ExecResult Result(int? exitStatus, string? signal) =>
        new(signal is null ? exitStatus : null, signal, Text(_output), Text(_error));

    private static string Text(List<byte> all)
    {
        lock (all) return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(all));
    }
}
