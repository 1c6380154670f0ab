namespace OvsWizard.Ssh;

/// <summary>
/// Carries files between this machine and a host, piece by piece and with the rights of the host's shell.
/// </summary>
/// <param name="tell">Told how far it has come.</param>
internal sealed class FileTransfer(IHostShell shell, Action<string> tell)
{
    /// <summary>
    /// Small enough to be held in memory for many hosts at once, large enough that round trips do not count.
    /// </summary>
    private const int Piece = 1 << 20;

    private static readonly TimeSpan PieceTime = TimeSpan.FromMinutes(1);

    /// <summary>Writes a file of this machine to <paramref name="part"/> on the host.</summary>
    /// <exception cref="Failure">Step: one of the two files cannot be read or written. Host: the connection was
    /// lost.</exception>
    public async Task SendAsync(string path, string part, CancellationToken stop)
    {
        try
        {
            await using var file = File.OpenRead(path);
            await DoAsync($"mkdir -p {Quote(Path.GetDirectoryName(part)!)} && : >{Quote(part)}", "", stop);
            var piece = new byte[Piece];
            for (long sent = 0; await file.ReadAtLeastAsync(piece, Piece, throwOnEndOfStream: false,
                stop) is > 0 and var count;)
            {
                await DoAsync($"base64 -d >>{Quote(part)}", Convert.ToBase64String(piece.AsSpan(0, count)), stop);
                Tell(Path.GetFileName(path), sent += count, file.Length);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Step, $"{path} cannot be read", $"{e.Message}",
                $"check that the file exists, then: ovswizard resume", shell.HostName, cause: e);
        }
    }

    /// <summary>
    /// Reads a file of the host into a folder of this machine; it gets its name only when its checksum is right.
    /// </summary>
    /// <param name="sum">SHA-256 as the host has it.</param>
    /// <exception cref="Failure">Step: it cannot be written, or arrived with another checksum. Host: the connection was
    /// lost.</exception>
    public async Task FetchAsync(string path, string sum, long length, string folder, LocalFiles files,
        CancellationToken stop)
    {
        var name = Path.GetFileName(path);
        var target = Path.Combine(folder, name);
        var part = Path.Combine(folder, $".{name}.ovswizard");
        try
        {
            Directory.CreateDirectory(folder);
            await using (var file = File.Create(part))
                while (file.Length < length)
                {
                    var piece = Convert.FromBase64String(
                        await DoAsync(
                            $"dd if={Quote(path)} bs={Piece} skip={file.Length / Piece} count=1 2>/dev/null | base64",
                            null, stop));
                    await file.WriteAsync(piece, stop);
                    // It has become shorter meanwhile: its checksum will tell.
                    if (piece.Length < Piece) break;
                    Tell(name, file.Length, length);
                }
            if (LocalFiles.Sum(part) != sum)
                throw new Failure(FailureKind.Step, $"{name} did not arrive complete",
                    $"its SHA-256 is not {sum}: it has changed since", $"ovswizard resume fetches it again",
                    shell.HostName);
            files.Keep(part, target, sum);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new Failure(FailureKind.Step, $"{target} cannot be written", $"{e.Message}",
                $"free some space, then: ovswizard resume", shell.HostName, cause: e);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task<string> DoAsync(string command, string? input, CancellationToken stop)
    {
        var result = await shell.ExecAsync(command, input, PieceTime, stop);
        return result.Succeeded ? result.Output
            : throw new Failure(FailureKind.Step, $"the host cannot write or read the file", $"{result.Error.Trim()}",
                $"free some space, then: ovswizard resume", shell.HostName);
    }

    private void Tell(string name, long now, long all)
    {
        if (all > Piece) tell($"{name}: {now >> 20} of {all >> 20} MiB");
    }

    private static string Quote(string text) => ShellScript.Quote(text);
}
