using OvsWizard.Runbooks;

namespace OvsWizard.Engine;

/// <summary>
/// What the failures mean that the words of <c>prelude.sh</c> and its companions raise by name themselves.
/// </summary>
public static class VocabularyFailures
{
    public static IReadOnlyDictionary<string, Explanation> All { get; } = new Dictionary<string, Explanation>
    {
        ["file-not-json"] = new(
            new Text("The file is not a JSON object; the place is shown above. It was not touched.",
                "该文件不是 JSON 对象，位置见上；该文件未被改动。"),
            new Text("Correct the file and run again.", "请修正该文件后重新运行。")),
    };
}
