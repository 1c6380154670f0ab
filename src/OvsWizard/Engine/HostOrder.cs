using System.Security.Cryptography;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>What a host's shell is told to do, and the steps that it may speak of while it does it.</summary>
internal sealed record HostOrder(string Script, IReadOnlyList<Turn> Turns)
{
    private const int TokenLength = 16;

    /// <summary>
    /// The host tells images of steps that have no turn in it: how they are now, or how they were left.
    /// </summary>
    public bool TellsImages { get; init; }

    /// <summary>In which no step has a turn.</summary>
    public static HostOrder Of(string script) => new(script, []);

    /// <summary>A turn for each of the steps, each with a token of its own.</summary>
    public static IReadOnlyList<Turn> TurnsOf(IReadOnlyList<PlannedStep> steps, TurnKind kind,
        Func<PlannedStep, int> numberOf)
    {
        var tokens = RandomNumberGenerator.GetHexString(TokenLength * steps.Count, lowercase: true);
        return [.. steps.Select((step, i) =>
            new Turn(step, kind, numberOf(step), tokens.Substring(TokenLength * i, TokenLength)))];
    }

    /// <summary>One after the other.</summary>
    public static HostOrder operator +(HostOrder first, HostOrder second) =>
        new(first.Script + second.Script,
            [.. first.Turns, .. second.Turns]) { TellsImages = first.TellsImages || second.TellsImages };
}
