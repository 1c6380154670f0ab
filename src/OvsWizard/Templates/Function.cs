using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace OvsWizard.Templates;

/// <summary>
/// A function that templates can call. Without reflection, so that it works when compiled ahead of time.
/// </summary>
internal sealed class Function(int least, int most, Func<IReadOnlyList<object?>, object?> body) : IScriptCustomFunction
{
    public int RequiredParameterCount => least;
    public int ParameterCount => most;
    public ScriptVarParamKind VarParamKind => most > least ? ScriptVarParamKind.Direct : ScriptVarParamKind.None;
    public Type ReturnType => typeof(object);
    public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(object), $"argument{index + 1}");

    public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments,
        ScriptBlockStatement? blockStatement) =>
        body([.. arguments]);

    public ValueTask<object?> InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments,
        ScriptBlockStatement? blockStatement) =>
        new(Invoke(context, callerContext, arguments, blockStatement));
}
