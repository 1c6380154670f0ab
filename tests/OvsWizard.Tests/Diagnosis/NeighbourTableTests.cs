using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Diagnosis;

/// <summary>
/// The table that all network namespaces of a host share; practice hosts do not see it, so the numbers here are given.
/// </summary>
public sealed class NeighbourTableTests : IDisposable
{
    private readonly string proc = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(proc, recursive: true);

    [Theory]
    [InlineData("000001d5", "1024", "")]
    [InlineData("00000398", "1024", "")]
    [InlineData("0000039a", "1024", "922 neighbours of 1024 at the most (gc_thresh3); since boot 2010 were refused\n")]
    [InlineData("00000400", "1024", "1024 neighbours of 1024 at the most (gc_thresh3); since boot 2010 were refused\n")]
    [InlineData("00000400", "8192", "")]
    public async Task One_that_is_full_is_told(string entries, string limit, string told)
    {
        Give("sys/net/ipv4/neigh/default/gc_thresh3", limit);
        Give("net/stat/arp_cache", $"""
            entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls
            {entries} 0000b1de 0000aa28 00000004   0009e0b5 000406eb 000008f6   00000000         00000000         00000000         00000474       00000000            000003d9
            {entries} 0000a6c8 0000aca9 00000003   00096519 0003b527 00000b35   00000000         00000000         0000076f         0000049b       00000000            00000401
            """);

        Assert.Equal(told, await SaysAsync());
    }

    [Fact]
    public async Task Where_it_is_not_shown_nothing_is_told() => Assert.Equal("", await SaysAsync());

    // A setting below /proc/sys is not read by the byte, as a file is.
    [Fact]
    public async Task The_kernels_own_is_read_whole() => Assert.Equal("", await SaysAsync("/proc"));

    private void Give(string path, string text)
    {
        var file = new FileInfo(Path.Combine(proc, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, $"{text}\n");
    }

    private async Task<string> SaysAsync(string? at = null)
    {
        var result = await HostFunctions.RunAsync(["diagnosis"], "set -eu; diagnosis_full_neighbour_table \"$1\"",
            words: at ?? proc);
        return result.ExitCode == 0 ? result.Output : $"exit {result.ExitCode}: {result.Error}";
    }
}
