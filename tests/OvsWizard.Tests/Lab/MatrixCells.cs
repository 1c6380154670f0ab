using System.Globalization;
using OvsWizard.Lab;
using OvsWizard.Lab.Image;

namespace OvsWizard.Tests.Lab;

/// <summary>Procedures × releases × flavours, and which of them a run of the tests takes.</summary>
internal static class MatrixCells
{
    /// <summary>Those of a slice come one after the other, and take some three minutes.</summary>
    private static readonly string[][] Procedures =
    [
        ["vxlan-overlay", "script", "teardown"],
        ["vlan-uplink", "vlan-trunk", "install-ovs"],
        ["ovn-overlay", "playbook"],
    ];

    private static readonly HostKind Plain = new("bookworm", "plain");

    /// <summary>Each kind twice, and hosts that differ in everything.</summary>
    private static readonly IReadOnlyList<(HostKind First, HostKind Second)> Kinds =
    [
        .. DebianRelease.Names.SelectMany(release => Flavour.Names,
            (release, flavour) => (new HostKind(release, flavour), new HostKind(release, flavour))),
        (new("sid", "rhel"), Plain), (Plain, new("sid", "ubuntu")),
    ];

    /// <summary>A slice needs images of one release besides the machine's own, at the most.</summary>
    public static IReadOnlyList<IReadOnlyList<MatrixCell>> Slices { get; } =
    [
        .. Procedures.SelectMany(_ => Kinds, (procedures, kinds) => (IReadOnlyList<MatrixCell>)
            [.. procedures.Select(procedure => Known(new(procedure, kinds.First, kinds.Second)))]),
    ];

    public static IReadOnlyList<MatrixCell> All { get; } = [.. Slices.SelectMany(slice => slice)];

    /// <summary>OVSWIZARD_MATRIX: all; or those with these words; else the slice of this commit.</summary>
    public static IEnumerable<MatrixCell> Chosen(string? said, int commits) => said switch
    {
        null or "" => Slices[commits % Slices.Count],
        "all" => All,
        _ => All.Where(cell => said.Split(' ').All(word => $" {cell} ".Contains(word, StringComparison.Ordinal))),
    };

    /// <summary>
    /// How many commits led to this one, so that the slices follow each other; where that is not known, a number made
    /// of its id. The same in every run.
    /// </summary>
    public static async Task<int> CommitsAsync()
    {
        Task<ProgramResult> GitAsync(params string[] words) =>
            HostProgram.TryAsync("git", ["-c", "safe.directory=*", "-C", PublishedBinary.Root, .. words]);
        var isShallow = await GitAsync("rev-parse", "--is-shallow-repository");
        if (isShallow.ExitCode != 0) return 0;
        if (isShallow.Output.Trim() == "false")
            return int.Parse((await GitAsync("rev-list", "--count", "HEAD")).Output, CultureInfo.InvariantCulture);
        var commit = (await GitAsync("rev-parse", "HEAD")).Output[..6];
        return int.Parse(commit, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>The cells of which something is known.</summary>
    private static MatrixCell Known(MatrixCell cell) => cell switch
    {
        { Procedure: "vlan-uplink" } when cell.HasFlavour("hardened") =>
            cell with { Refused = "\"icc\": false in /etc/docker/daemon.json" },
        { Procedure: "script" or "playbook" } when cell.HasFlavour("hardened") =>
            cell with { NotRun = "sudo wants a terminal there (requiretty), which exports do not open: they fail" },
        { Procedure: "install-ovs" } when cell.HasFlavour("hardened") =>
            cell with { Refused = "/usr is mounted read-only" },
        { Procedure: "install-ovs" } when cell.HasFlavour("rhel") =>
            cell with { NotRun = "the flavour has no dpkg, and Debian's archive has no RPMs" },
        { Procedure: "install-ovs" } when cell.First != cell.Second =>
            cell with { NotRun = "each of the two hosts takes packages of another release" },
        _ => cell,
    };
}
