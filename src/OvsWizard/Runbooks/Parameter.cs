using System.Text.RegularExpressions;
using OvsWizard.Templates;

namespace OvsWizard.Runbooks;

/// <summary>Whose value it is.</summary>
public enum ParameterScope
{
    /// <summary>One value for all hosts.</summary>
    Site,

    /// <summary>A value of its own for every host.</summary>
    Host,
}

/// <summary>What a value must be. The YAML names are these in kebab-case.</summary>
public enum ParameterType
{
    /// <summary>Any text without control characters.</summary>
    Text,

    /// <summary>A whole number, within min and max where given.</summary>
    Integer,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>One of the listed choices.</summary>
    Choice,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Address,

    /// <summary>A network in CIDR form with no host bits set: 10.0.0.0/16.</summary>
    Cidr,

    /// <summary>
    /// A host's address with its prefix length: 10.0.1.1/24; neither the network's own nor its broadcast address.
    /// </summary>
    InterfaceAddress,

    /// <summary>
    /// The name of a network interface or bridge: 1 to 15 of A-Z a-z 0-9 _ . -, beginning with a letter or digit
    /// (IFNAMSIZ, linux/if.h).
    /// </summary>
    InterfaceName,

    /// <summary>68 to 65535 bytes (RFC 791; linux/if_ether.h), or auto.</summary>
    Mtu,

    /// <summary>A TCP or UDP port, 1 to 65535.</summary>
    Port,

    /// <summary>A VLAN, 1 to 4094 (IEEE 802.1Q), or several in a row: 20-29.</summary>
    VlanRange,

    /// <summary>An absolute path without control characters.</summary>
    Path,

    /// <summary>The name of a host of the inventory.</summary>
    Host,

    /// <summary>An http, https or file URL.</summary>
    Url,

    /// <summary>Never written down: given as env:NAME or file:PATH, read when the run begins.</summary>
    Secret,
}

/// <summary>What the operator may, or must, say before a runbook runs.</summary>
/// <param name="Default">Rendered where no value is given; null: a value must be given, unless
/// <paramref name="Optional"/>.</param>
/// <param name="Optional">May stay empty; templates then see an empty string.</param>
/// <param name="IsList">Several values, separated by commas; templates see an array.</param>
/// <param name="Choices">For <see cref="ParameterType.Choice"/>: the values allowed, each with its meaning.</param>
/// <param name="Min">For integers, inclusive.</param>
/// <param name="Max">For integers, inclusive.</param>
public sealed record Parameter(
    string Name,
    ParameterType Type,
    ParameterScope Scope,
    Text Help,
    TemplateText? Default,
    bool Optional,
    bool IsList,
    IReadOnlyList<Choice> Choices,
    long? Min,
    long? Max,
    SourceLocation At)
{
    /// <summary>For texts: the form they must have. Null: any.</summary>
    public TextForm? Form { get; init; }

    /// <summary>
    /// For choices: the choices are the datapaths that a host's Open vSwitch offers; where it lacks the default, a form
    /// takes one that it has.
    /// </summary>
    public bool IsDatapath { get; init; }
}

/// <summary>The form of a text.</summary>
/// <param name="Pattern">What the whole text must match, as a regular expression without look-around and
/// back-references.</param>
/// <param name="Example">One that does: said where a text does not.</param>
public sealed record TextForm(Regex Pattern, string Example);

/// <summary>A value a choice allows, and what it means.</summary>
public sealed record Choice(string Value, Text Help);
