using OvsWizard.Cli;

return await CommandLine.RunAsync(args);
