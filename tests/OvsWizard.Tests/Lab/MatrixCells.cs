using System.Globalization;
using OvsWizard.Lab;
using OvsWizard.Lab.Image;

namespace OvsWizard.Tests.Lab;

/// <summary>Procedures × releases × flavours, and which of them a run of the tests takes.</summary>
internal static class MatrixCells
{
    private static readonly string[] Procedures =
    [
        "vxlan-overlay", "ovn-overlay", "vlan-uplink", "vlan-trunk", "install-ovs", "script", "playbook", "teardown",
    ];

    /// <summary>
    /// Those that a run of the tests takes, one by one: seen to be green, some two minutes at the most, and of one
    /// release besides the machine's own, for an image takes minutes to make.
    /// </summary>
    private static readonly string[] Proven =
    [
        "vxlan-overlay on bookworm/ubuntu", "vxlan-overlay on bookworm/rhel", "vxlan-overlay on bookworm/hardened",
        "teardown on bookworm/ubuntu", "vlan-uplink on bookworm/hardened", "install-ovs on bookworm/hardened",
    ];

    private static readonly HostKind Plain = new("bookworm", "plain");

    /// <summary>Each kind twice, and hosts that differ in everything.</summary>
    private static readonly IReadOnlyList<(HostKind First, HostKind Second)> Kinds =
    [
        .. DebianRelease.Names.SelectMany(release => Flavour.Names,
            (release, flavour) => (new HostKind(release, flavour), new HostKind(release, flavour))),
        (new("sid", "rhel"), Plain), (Plain, new("sid", "ubuntu")),
    ];

    public static IReadOnlyList<MatrixCell> All { get; } =
    [
        .. Kinds.SelectMany(_ => Procedures, (kinds, procedure) =>
            Known(new(procedure, kinds.First, kinds.Second))),
    ];

    public static IReadOnlyList<MatrixCell> Turns { get; } =
        [.. Proven.Select(name => All.Single(cell => $"{cell}" == name))];

    /// <summary>OVSWIZARD_MATRIX: all; or those with these words; else the one whose turn it is.</summary>
    public static IEnumerable<MatrixCell> Chosen(string? said, int commits) => said switch
    {
        null or "" => [Turns[commits % Turns.Count]],
        "all" => All,
        _ => All.Where(cell => said.Split(' ').All(word => $" {cell} ".Contains(word, StringComparison.Ordinal))),
    };

    /// <summary>
    /// How many commits led to this one, so that the turns follow each other; where that is not known, a number made
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
