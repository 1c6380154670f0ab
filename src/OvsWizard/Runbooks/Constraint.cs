using OvsWizard.Templates;

namespace OvsWizard.Runbooks;

/// <summary>What a constraint checks.</summary>
public enum ConstraintKind
{
    /// <summary>No two hosts have the same value of <see cref="Constraint.Parameter"/>.</summary>
    Unique,

    /// <summary>The networks of no two hosts overlap.</summary>
    Disjoint,

    /// <summary>The network or address lies within that of <see cref="Constraint.Other"/>.</summary>
    Within,

    /// <summary>The network or address does not touch that of <see cref="Constraint.Other"/>.</summary>
    Outside,

    /// <summary>The <see cref="Constraint.Expression"/> holds on every host.</summary>
    Assert,

    /// <summary>
    /// Where <see cref="Constraint.Expression"/> does not hold on a host, the plan says so and goes on.
    /// </summary>
    Advise,
}

/// <summary>What must hold across hosts before any of them is touched.</summary>
/// <param name="Parameter">The parameter checked; null where an expression is.</param>
/// <param name="Message">Said when it does not hold. Null: the kind's own sentence.</param>
public sealed record Constraint(
    ConstraintKind Kind,
    string? Parameter,
    string? Other,
    TemplateText? Expression,
    BilingualTemplate? Message,
    TemplateText? When,
    SourceLocation At);
