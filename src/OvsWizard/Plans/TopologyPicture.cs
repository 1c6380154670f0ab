using OvsWizard.Texts;

namespace OvsWizard.Plans;

/// <summary>A host's box: the corner at its top left, and the lines of text in it.</summary>
public sealed record PlacedNode(TopologyNode Node, bool IsHub, double X, double Y, IReadOnlyList<string> Lines);

/// <summary>A tunnel, from the middle of one box to the middle of another.</summary>
public sealed record PlacedTunnel(double X1, double Y1, double X2, double Y2);

/// <summary>
/// The network as it will be, placed on a plane for reports: the hosts on an ellipse, the hub of a star in its middle.
/// Lengths are pixels. Pure.
/// </summary>
public sealed record TopologyPicture(double Width, double Height, double BoxWidth, double BoxHeight,
    IReadOnlyList<PlacedNode> Nodes, IReadOnlyList<PlacedTunnel> Tunnels)
{
    /// <summary>Above this many hosts a box has the host's name only: the rest would be too small to read.</summary>
    private const int MostWithDetails = 12;

    /// <summary>Above this many hosts lines say nothing any more.</summary>
    private const int MostHosts = 64;

    /// <summary>The height of a line of text; also the room above the first and below the last.</summary>
    public const double LineHeight = 18;

    /// <summary>The width of a character, in the type that the report sets boxes in.</summary>
    private const double ColumnWidth = 8;

    private const double Margin = 8;

    /// <summary>Room between two boxes for the line to be seen.</summary>
    private const double Across = 160, Down = 70;

    /// <summary>Room between two of many boxes.</summary>
    private const double Apart = 16;

    /// <summary>The boxes have names only; the rest is to be told beside the picture.</summary>
    public bool IsBrief => Nodes.Count > MostWithDetails;

    /// <summary>Null where there are no hosts to draw, or too many.</summary>
    public static TopologyPicture? Of(Topology topology)
    {
        var nodes = topology.Nodes;
        if (nodes.Count is 0 or > MostHosts) return null;
        var lines = nodes.Select(n => nodes.Count > MostWithDetails ? [n.Host] : Details(n)).ToList();
        var width = (lines.SelectMany(l => l).Max(Columns.Width) * ColumnWidth) + (2 * LineHeight);
        var height = (lines.Max(l => l.Count) * LineHeight) + LineHeight;

        var hub = topology.Shape == "hub" ? nodes.FirstOrDefault(n => n.Host == topology.Hub) : null;
        var inTheMiddle = nodes.Count > 2 ? hub : null;
        var around = nodes.Where(n => n != inTheMiddle).ToList();
        var (radiusX, radiusY) = Radii(around.Count, width, height, inTheMiddle is not null);
        var middles = new Dictionary<string, (double X, double Y)>();
        if (inTheMiddle is not null) middles[inTheMiddle.Host] = (0, 0);
        for (var i = 0; i < around.Count; i++)
        {
            // The first stands at the top left, so that two stand side by side and a third below them.
            var angle = (Math.PI * -0.5) + (Math.PI * ((2 * i) - 1) / around.Count);
            middles[around[i].Host] = (radiusX * Math.Cos(angle), radiusY * Math.Sin(angle));
        }
        var (left, top) =
            (middles.Values.Min(m => m.X) - (width / 2) - Margin, middles.Values.Min(m => m.Y) - (height / 2) - Margin);
        var (right, bottom) =
            (middles.Values.Max(m => m.X) + (width / 2) + Margin, middles.Values.Max(m => m.Y) + (height / 2) + Margin);
        (double X, double Y) MiddleOf(string host) => (middles[host].X - left, middles[host].Y - top);
        return new TopologyPicture(right - left, bottom - top, width, height,
            [.. nodes.Zip(lines, (n, l) =>
                new PlacedNode(n, n == hub, MiddleOf(n.Host).X - (width / 2), MiddleOf(n.Host).Y - (height / 2), l))],
            [.. topology.Tunnels.Select(t => (A: MiddleOf(t.A), B: MiddleOf(t.B)))
                .Select(t => new PlacedTunnel(t.A.X, t.A.Y, t.B.X, t.B.Y))]);
    }

    /// <summary>Of an ellipse on which no two of so many boxes touch, nor one in the middle.</summary>
    private static (double X, double Y) Radii(int around, double width, double height, bool hasMiddle)
    {
        if (around == 1) return (0, 0);
        // Half-way round the ellipse neighbours differ by sqrt(1/2) of the step in each direction: hence sqrt(2).
        var step = Math.Sqrt(2) * around / (2 * Math.PI);
        var (x, y) = (Math.Max((width + Across) / 2, (width + Apart) * step),
            around == 2 ? 0 : Math.Max((height + Down) / Math.Sqrt(2), (height + Apart) * step));
        return hasMiddle ? (Math.Max(x, 1.2 * (width + (Across / 2))), around == 2 ? 0 : Math.Max(y, height + Down))
            : (x, y);
    }

    private static List<string> Details(TopologyNode node) =>
        [.. new[]
        {
            node.Host, $"{node.Attached} {node.Subnet}".Trim(), node.Bridge, node.Endpoint
        }.Where(l => l.Length > 0)];
}
