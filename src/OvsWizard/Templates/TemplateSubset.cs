using Scriban.Syntax;

namespace OvsWizard.Templates;

/// <summary>
/// What templates may use of Scriban: expressions, if, for, case and assignment of plain names. Left out is what could
/// change the values, escape twice (capture, wrap), hide names from the lint (import, with, this) or not end (while).
/// </summary>
internal static class TemplateSubset
{
    public static IEnumerable<Failure> Violations(ScriptNode node, CompiledTemplate template)
    {
        if (Refused(node) is { } what)
            yield return new Failure(FailureKind.Input, $"templates have no {what}",
                now: $"use if, for, case and plain expressions", at: template.Place(node.Span));
        foreach (var child in Children(node))
            foreach (var violation in Violations(child, template))
                yield return violation;
    }

    public static IEnumerable<ScriptNode> Children(ScriptNode node)
    {
        for (var i = 0; i < node.ChildrenCount; i++)
            if (node.GetChildren(i) is { } child)
                yield return child;
    }

    private static string? Refused(ScriptNode node) => node switch
    {
        ScriptCaptureStatement => "'capture'",
        ScriptWrapStatement => "'wrap'",
        ScriptImportStatement => "'import'",
        ScriptWithStatement => "'with'",
        ScriptReadOnlyStatement => "'readonly'",
        ScriptReturnStatement => "'ret'",
        ScriptWhileStatement => "'while'",
        ScriptTableRowStatement => "'tablerow'",
        ScriptFunction or ScriptAnonymousFunction => "functions of their own",
        // It writes values out by itself, past the checks of the rendering.
        ScriptInterpolatedStringExpression => "$\"…\"",
        ScriptThisExpression => "'this'",
        ScriptVariableLocal => "variables with '$'",
        ScriptIncrementDecrementExpression => "'++' and '--'",
        ScriptAssignExpression { Target: not ScriptVariableGlobal } => "assignment to a part of a value",
        ScriptForStatement { Variable: not ScriptVariableGlobal } => "loops over anything but a plain name",
        _ => null,
    };
}
