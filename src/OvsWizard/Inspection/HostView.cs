using System.Text.RegularExpressions;

namespace OvsWizard.Inspection;

/// <summary>
/// Something of a host that can be checked as a table: what it shows, the read-only command that asks for it, and how
/// the lines that the command prints become rows. Read from <c>runbooks/inspector/</c>.
/// </summary>
/// <param name="Order">Place among the views, from 1.</param>
/// <param name="Empty">What it means that there is no row.</param>
/// <param name="Components">Ids of the programs that the view shows the work of.</param>
/// <param name="Command">POSIX sh.</param>
/// <param name="KeyColumns">That many columns from the left tell a row from every other.</param>
/// <param name="Compared">Index of the column that is shown first where hosts stand side by side.</param>
public sealed record HostView(
    string Id,
    int Order,
    Text Title,
    Text Shows,
    Text Empty,
    IReadOnlyList<string> Components,
    string Command,
    IReadOnlyList<Column> Columns,
    int KeyColumns,
    int Compared,
    IReadOnlyList<LinePattern> Lines);

/// <summary>A column of a view.</summary>
public sealed record Column(string Id, Text Title);

/// <summary>What a line is to the table.</summary>
public enum LineKind
{
    /// <summary>Holds values for the rows that follow, until a line of the same pattern comes again.</summary>
    Heading,

    /// <summary>Begins a row.</summary>
    Row,

    /// <summary>Adds values to the row begun last.</summary>
    More,

    /// <summary>
    /// Takes the row up again that has the same key; what follows is added to it, or to none where there is no such
    /// row.
    /// </summary>
    Again,
}

/// <summary>A pattern whose named groups are columns. It takes linear time whatever a host prints.</summary>
public sealed record LinePattern(LineKind Kind, Regex Pattern)
{
    /// <summary>Lines longer than this many characters are no lines of a table.</summary>
    public const int LongestLine = 64 * 1024;
}

/// <summary>A program of Open vSwitch, explained.</summary>
public sealed record Component(string Id, Text What);
