using Scriban.Runtime;
using Scriban.Syntax;

namespace OvsWizard.Templates;

/// <summary>Finds the names a template uses that nobody defines, without rendering it.</summary>
internal static class Names
{
    /// <summary>
    /// Names that are not a parameter's or a derived value's to take: functions, and what Scriban keeps for itself.
    /// </summary>
    public static IEnumerable<string> BuiltIn => BuiltIns.All.Keys.Append("for");

    public static IEnumerable<Failure> UnknownIn(CompiledTemplate template, IEnumerable<string> known)
    {
        var names = new HashSet<string>(known.Concat(BuiltIn));
        names.UnionWith(AssignedIn(template.Template.Page!));
        return Check(template.Template.Page!, names, template);
    }

    public static Failure Unknown(string name, IEnumerable<string> known, SourceLocation at)
    {
        var near = Nearest.Of(name, [.. known.Concat(BuiltIn)]);
        return near is null
            ? new Failure(FailureKind.Input, $"unknown name '{name}' in the template",
                now: $"declare it under parameters or derive", at: at)
            : new Failure(FailureKind.Input, $"unknown name '{name}' in the template",
                now: $"did you mean '{near}'?", at: at);
    }

    /// <summary>Names the template gives itself, wherever: order and branches are left to the rendering.</summary>
    private static IEnumerable<string> AssignedIn(ScriptNode node)
    {
        if (node is ScriptAssignExpression { Target: ScriptVariableGlobal target }) yield return target.Name;
        if (node is ScriptForStatement { Variable: ScriptVariableGlobal variable }) yield return variable.Name;
        foreach (var child in TemplateSubset.Children(node))
            foreach (var name in AssignedIn(child))
                yield return name;
    }

    private static IEnumerable<Failure> Check(ScriptNode node, HashSet<string> known, CompiledTemplate template)
    {
        switch (node)
        {
            case ScriptVariableGlobal variable when !known.Contains(variable.Name):
                yield return Unknown(variable.Name, known, template.Place(variable.Span));
                break;
            case ScriptMemberExpression { Target: ScriptVariableGlobal target, Member: { } member }
                when BuiltIns.All.TryGetValue(target.Name, out var value) && value is ScriptObject functions
                    && !functions.ContainsKey(member.Name):
                yield return Unknown($"{target.Name}.{member.Name}", functions.Keys.Select(k => $"{target.Name}.{k}"),
                    template.Place(member.Span));
                break;
        }
        foreach (var child in TemplateSubset.Children(node))
        {
            // The names of parts and of arguments are no variables.
            if (node is ScriptMemberExpression { Member: var part } && ReferenceEquals(child, part)) continue;
            if (node is ScriptNamedArgument { Name: var argument } && ReferenceEquals(child, argument)) continue;
            if (node is ScriptObjectMember { Name: var key } && ReferenceEquals(child, key)) continue;
            foreach (var unknown in Check(child, known, template)) yield return unknown;
        }
    }
}
