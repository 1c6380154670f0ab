using OvsWizard.Texts;

namespace OvsWizard.Plans;

/// <summary>
/// The network as it will be, in characters: up to four hosts as boxes with lines for the tunnels, more as a table.
/// Pure. A box holds what is plugged into what: the containers' bridge, in it the Open vSwitch bridge, on it the
/// tunnels' endpoint.
/// </summary>
public static class TopologyDrawing
{
    private const int MostBoxes = 4;
    private const int BoxHeight = 6;
    private const int BetweenRows = 3;

    /// <summary>The row of a box that tunnels to the side leave from: the one with the endpoint.</summary>
    private const int EndpointRow = 4;

    /// <summary>
    /// What the network is in a few lines, and the drawing in at most <paramref name="width"/> columns, 60 at the
    /// least.
    /// </summary>
    public static IReadOnlyList<string> Draw(Topology topology, int width, Language language)
    {
        var caption = Caption(topology, language).Select(line => Columns.Cut(line, width)).ToList();
        caption.Add("");
        var inner = topology.Nodes.SelectMany(n => Content(n)).Max(Columns.Width) + 2;
        var gap = Math.Max(10, Columns.Width(topology.Label) + 6);
        var needed = topology.Nodes.Count == 1 ? inner + 2 : (2 * (inner + 2)) + gap;
        return topology.Nodes.Count > MostBoxes || needed > width
            ? [.. caption, .. TopologyTable.Lines(topology, width, language)]
            : [.. caption, .. Boxes(topology, inner + 2, gap)];
    }

    /// <summary>The same in sentences, one a host: for who hears it, or sees no lines.</summary>
    public static IEnumerable<string> Tell(Topology topology, Language language) =>
        [.. Caption(topology, language), .. TopologyTable.Sentences(topology, language)];

    /// <summary>What the network is: its shape, the block of its subnets, and what keeps it free of loops.</summary>
    public static IEnumerable<string> Caption(Topology topology, Language language)
    {
        var count = topology.Tunnels.Count;
        yield return topology.Shape switch
        {
            "mesh" => language.Say($"Mesh: every host has a tunnel to every other, {count} in all ({topology.Label})."),
            "hub" => language.Say(
                $"Star: every host has a tunnel to the hub {topology.Hub}, {count} in all ({topology.Label})."),
            _ => language.Say($"No tunnels between the hosts."),
        };
        if (topology.Block is { } block)
            yield return language.Say($"Block {block}: all container subnets; a route leads it to the bridge.");
        if (Topology.LoopIn(topology.Tunnels) is null)
            yield return language.Say($"Loops: none, the tunnels form a tree.");
        else if (topology.Guard == "rstp")
            yield return language.Say($"Loops: RSTP blocks the links that would close one.");
        else if (topology.Guard == "ovn")
            yield return language.Say($"Loops: none, OVN routes between the hosts and floods nothing.");
        else yield return language.Say($"Loops: none, tunnel ports do not forward to each other ({topology.Guard}).");
    }

    private static IEnumerable<string> Boxes(Topology topology, int box, int gap)
    {
        var nodes = topology.Nodes;
        var below = box + gap;
        // Two beside each other; a third below and between them, a fourth makes a square.
        (int Row, int Column)[] places = nodes.Count == 3
            ? [(0, 0), (0, below), (BoxHeight + BetweenRows, below / 2)]
            : [(0, 0), (0, below), (BoxHeight + BetweenRows, 0), (BoxHeight + BetweenRows, below)];
        var canvas = new Canvas(nodes.Count == 1 ? box : below + box,
            nodes.Count > 2 ? (2 * BoxHeight) + BetweenRows : BoxHeight);
        for (var i = 0; i < nodes.Count; i++) DrawBox(canvas, places[i], box, nodes[i]);
        bool Tied(int a, int b) => b < nodes.Count && topology.Tunnels.Any(t =>
            (t.A == nodes[a].Host && t.B == nodes[b].Host) || (t.A == nodes[b].Host && t.B == nodes[a].Host));
        if (Tied(0, 1)) DrawAcross(canvas, EndpointRow, box, gap, topology.Label);
        if (nodes.Count == 3)
        {
            if (Tied(0, 2)) DrawElbow(canvas, box / 2, places[2].Column + (box / 3));
            if (Tied(1, 2)) DrawElbow(canvas, below + (box / 2), places[2].Column + (2 * box / 3));
            return canvas.Lines;
        }
        if (Tied(2, 3)) DrawAcross(canvas, BoxHeight + BetweenRows + EndpointRow, box, gap, topology.Label);
        if (Tied(0, 2)) DrawElbow(canvas, box / 2, box / 2);
        if (Tied(1, 3)) DrawElbow(canvas, below + (box / 2), below + (box / 2));
        DrawCross(canvas, box, gap, Tied(0, 3), Tied(1, 2));
        return canvas.Lines;
    }

    private static void DrawBox(Canvas canvas, (int Row, int Column) at, int width, TopologyNode node)
    {
        canvas.Put(at.Row, at.Column, $"┌{new string('─', width - 2)}┐");
        var row = at.Row + 1;
        foreach (var line in Content(node)) canvas.Put(row++, at.Column, $"│ {Columns.Fit(line, width - 4)} │");
        canvas.Put(at.Row + BoxHeight - 1, at.Column, $"└{new string('─', width - 2)}┘");
    }

    private static IEnumerable<string> Content(TopologyNode node)
    {
        yield return node.Host;
        yield return $"{node.Attached} {node.Subnet}".Trim();
        yield return $"└ {node.Bridge}";
        yield return $"  └ {node.Endpoint}";
    }

    private static void DrawAcross(Canvas canvas, int row, int box, int gap, string label)
    {
        canvas.Put(row, box - 1, "╞");
        canvas.Across(row, box, box + gap, '═');
        canvas.Put(row, box + gap, "╡");
        canvas.Put(row, box + ((gap - Columns.Width(label) - 2) / 2), $" {label} ");
    }

    /// <summary>
    /// From the bottom of a box above to the top of one below, with a bend where they do not stand under each other.
    /// </summary>
    private static void DrawElbow(Canvas canvas, int above, int below)
    {
        canvas.Put(BoxHeight - 1, above, "╥");
        canvas.Down(above, BoxHeight, BoxHeight + BetweenRows, "║");
        canvas.Put(BoxHeight + BetweenRows, below, "╨");
        if (above == below) return;
        var (left, right) = (Math.Min(above, below), Math.Max(above, below));
        canvas.Across(BoxHeight + 1, left + 1, right, '═');
        canvas.Put(BoxHeight + 1, above, above < below ? "╚" : "╝");
        canvas.Put(BoxHeight + 1, below, above < below ? "╗" : "╔");
        canvas.Put(BoxHeight + 2, above, " ");
        canvas.Put(BoxHeight + 2, below, "║");
    }

    private static void DrawCross(Canvas canvas, int box, int gap, bool falling, bool rising)
    {
        var (left, middle, right) = (box + (gap / 6), box + (gap / 2), box + gap - 1 - (gap / 6));
        if (falling)
        {
            canvas.Put(BoxHeight, left, "╲");
            canvas.Put(BoxHeight + 2, right, "╲");
        }
        if (rising)
        {
            canvas.Put(BoxHeight, right, "╱");
            canvas.Put(BoxHeight + 2, left, "╱");
        }
        if (falling || rising) canvas.Put(BoxHeight + 1, middle, falling && rising ? "╳" : falling ? "╲" : "╱");
    }
}
