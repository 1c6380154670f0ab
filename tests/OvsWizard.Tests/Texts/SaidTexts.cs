using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OvsWizard.Tests.Texts;

/// <summary>
/// The texts that the source says to people, as the compiler makes formats of them: every interpolated string that
/// becomes a <see cref="FormattableString"/>, as an argument, a result or a value. <c>Say($"{count} hosts")</c> is "{0}
/// hosts".
/// </summary>
internal static partial class SaidTexts
{
    private const string Type = nameof(FormattableString);
    private static readonly string source = Path.Combine(PublishedBinary.Root, "src", "OvsWizard");
    private static readonly Lazy<IReadOnlyList<(string File, SyntaxNode Root)>> files = new(Parse);

    /// <summary>
    /// Every format, and a place where it is said. The lab says what it is at in English: that is for a terminal's log.
    /// </summary>
    public static IReadOnlyDictionary<string, string> All()
    {
        var takers = files.Value.SelectMany(f => Takers(f.Root)).ToLookup(t => t.Name, t => t.Parameters);
        var formats = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, root) in files.Value)
            foreach (var format in Arguments(root, takers).Concat(Values(root)).SelectMany(Texts).Select(FormatOf)
                .Where(f => !Key().IsMatch(f)))
                formats.TryAdd(format, file);
        return formats;
    }

    /// <summary>The source, file by file.</summary>
    public static IEnumerable<(string File, string Text)> Files =>
        files.Value.Select(f => (f.File, f.Root.ToFullString()));

    /// <summary>Calls of Say whose text does not stand in them: nobody could find it.</summary>
    public static IEnumerable<string> Hidden() =>
        files.Value.SelectMany(f => f.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => NameOf(call) == "Say" && call.ArgumentList.Arguments is [{ Expression: var said }]
                && said is not (InterpolatedStringExpressionSyntax or IdentifierNameSyntax))
            .Select(call => $"{f.File}: {call}"));

    private static List<(string, SyntaxNode)> Parse() =>
        [.. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(f => Path.GetRelativePath(source, f).Split('/')[0] is not ("obj" or "bin" or "Lab"))
            .Select(f => (Path.GetRelativePath(source, f), CSharpSyntaxTree.ParseText(File.ReadAllText(f)).GetRoot()))];

    /// <summary>What can be called with such a text: its name, and which parameters take one.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<(int Place, string Name)> Parameters)> Takers(
        SyntaxNode root)
    {
        foreach (var list in root.DescendantNodes().OfType<ParameterListSyntax>())
        {
            var name = list.Parent switch
            {
                MethodDeclarationSyntax method => method.Identifier.Text,
                LocalFunctionStatementSyntax local => local.Identifier.Text,
                TypeDeclarationSyntax type => type.Identifier.Text,
                ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
                _ => null,
            };
            if (name is null) continue;
            // The first parameter of an extension method stands before the call.
            var before =
                list.Parameters is [{ Modifiers: var modifiers }, ..] && modifiers.Any(SyntaxKind.ThisKeyword) ? 1 : 0;
            var taking = list.Parameters.Index().Where(p => IsText(p.Item.Type))
                .Select(p => (p.Index - before, p.Item.Identifier.Text)).ToList();
            if (taking.Count > 0) yield return (name, taking);
        }
    }

    private static IEnumerable<ExpressionSyntax> Arguments(SyntaxNode root,
        ILookup<string, IReadOnlyList<(int Place, string Name)>> takers)
    {
        foreach (var list in root.DescendantNodes().OfType<ArgumentListSyntax>())
        {
            var name = list.Parent switch
            {
                InvocationExpressionSyntax call => NameOf(call),
                ObjectCreationExpressionSyntax made => made.Type.ToString(),
                ImplicitObjectCreationExpressionSyntax when list.Arguments is [{ Expression: var first }, ..]
                    && first.ToString().StartsWith("FailureKind.", StringComparison.Ordinal) => nameof(Failure),
                _ => null,
            };
            foreach (var (place, argument) in list.Arguments.Index())
                if (name is not null && takers[name].Any(taking => taking.Any(p =>
                    argument.NameColon is { } named ? named.Name.Identifier.Text == p.Name : p.Place == place)))
                    yield return argument.Expression;
        }
    }

    /// <summary>What variables, properties and methods of that type, or of sequences of it, are given.</summary>
    private static IEnumerable<ExpressionSyntax> Values(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodes())
            switch (node)
            {
                case VariableDeclarationSyntax declared when IsText(declared.Type):
                    foreach (var variable in declared.Variables)
                        if (variable.Initializer is { } initializer) yield return initializer.Value;
                    break;
                case PropertyDeclarationSyntax { ExpressionBody: { } body } property when IsText(property.Type):
                    yield return body.Expression; break;
                case MethodDeclarationSyntax { ExpressionBody: { } body } method when IsText(method.ReturnType):
                    yield return body.Expression; break;
                case LocalFunctionStatementSyntax { ExpressionBody: { } body } local when IsText(local.ReturnType):
                    yield return body.Expression; break;
                case MethodDeclarationSyntax { Body: { } body } method
                    when IsText(method.ReturnType) || IsTexts(method.ReturnType):
                    foreach (var given in body.DescendantNodes().OfType<YieldStatementSyntax>())
                        if (given.Expression is { } value) yield return value;
                    foreach (var given in body.DescendantNodes().OfType<ReturnStatementSyntax>())
                        if (given.Expression is { } value) yield return value;
                    break;
                case CastExpressionSyntax cast when IsText(cast.Type): yield return cast.Expression; break;
            }
    }

    /// <summary>The texts that an expression may come to.</summary>
    private static IEnumerable<InterpolatedStringExpressionSyntax> Texts(ExpressionSyntax expression) =>
        expression switch
        {
            InterpolatedStringExpressionSyntax text => [text],
            ParenthesizedExpressionSyntax inner => Texts(inner.Expression),
            CastExpressionSyntax cast => Texts(cast.Expression),
            ConditionalExpressionSyntax either => Texts(either.WhenTrue).Concat(Texts(either.WhenFalse)),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either =>
                Texts(either.Left).Concat(Texts(either.Right)),
            SwitchExpressionSyntax choice => choice.Arms.SelectMany(a => Texts(a.Expression)),
            CollectionExpressionSyntax all =>
                all.Elements.OfType<ExpressionElementSyntax>().SelectMany(e => Texts(e.Expression)),
            _ => [],
        };

    private static string FormatOf(InterpolatedStringExpressionSyntax text) => string.Concat(text.Contents.Aggregate(
        (Holes: 0, Parts: Array.Empty<string>()),
        (sum, part) => part is InterpolationSyntax hole
            ? (sum.Holes + 1, [.. sum.Parts, $"{{{sum.Holes}{hole.AlignmentClause}{hole.FormatClause}}}"])
            : (sum.Holes, [.. sum.Parts, ((InterpolatedStringTextSyntax)part).TextToken.ValueText])).Parts);

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        IdentifierNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        _ => null,
    };

    /// <summary>A sequence of texts.</summary>
    private static bool IsTexts(TypeSyntax type) =>
        type is GenericNameSyntax { TypeArgumentList.Arguments: [var of] } && IsText(of);

    private static bool IsText(TypeSyntax? type) => type is not null && type.ToString().TrimEnd('?') == Type;

    /// <summary>A key of a file is called the same in every language: 'hosts'.</summary>
    [GeneratedRegex("^'[a-z_]+'$")]
    private static partial Regex Key();
}
